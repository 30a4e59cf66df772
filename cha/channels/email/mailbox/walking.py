"""Going through a folder, a bounded number of mails at a time, whatever its UIDs are and whatever is deleted meanwhile.

The server is asked by place (1 to EXISTS): such an answer has as many rows as were asked for, where one by UIDs may
have none or a hundred thousand. The place behind a UID is guessed from the last step, proved by the row before it, and
found by halving when the guess was wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Protocol

from cha.channels.email.mailbox.causes import Cause, Trouble
from cha.channels.email.mailbox.replies import Row

PAGE: Final = 200
MAILS: Final = 50
BYTES: Final = 4 * 1024 * 1024
# Deleted, unfinished, or marked as spam by a mail program that leaves it where it is.
NOT_TAKEN: Final = frozenset(("\\DELETED", "\\DRAFT", "$JUNK", "JUNK"))


class Places(Protocol):
    """What is walked through: an open folder."""

    exists: int

    def rows(self, first: int, last: int) -> list[Row]:
        """The rows at these places."""
        ...

    def breathe(self) -> None:
        """Let `exists` be what it is now."""
        ...


class Walk:
    """Where in a folder the last step was: before it began, at the beginning (`first`) or at the end."""

    def __init__(self, folder: Places, *, first: bool = False) -> None:
        self._folder = folder
        self._guess = 1 if first else folder.exists + 1

    def after(self, uid: int, most: int = PAGE) -> list[Row]:
        """The first rows with a higher UID, rising, `most` at most; none at the end. Raises Trouble."""
        for _ in range(5):
            found = self._proved(uid, most)
            if found is not None:
                return found
            self._folder.breathe()
            self._guess = self._place(uid)
        raise Trouble(Cause.NONSENSE, "the order of its mails keeps changing")

    def newest(self, most: int = PAGE, before: int | None = None) -> list[Row]:
        """The last rows, rising; of those before a place when one is given."""
        last = self._folder.exists if before is None else before - 1
        return _rising(self._folder.rows(max(last - most + 1, 1), last))

    def _proved(self, uid: int, most: int) -> list[Row] | None:
        """The rows from the guess on; None when the row before it shows that the guess was wrong."""
        exists = self._folder.exists
        guess = min(self._guess, exists + 1)
        rows = _rising(self._folder.rows(max(guess - 1, 1), min(guess - 1 + most, exists)))
        if not rows:
            return [] if exists == 0 else None
        before = [row for row in rows if row.uid <= uid]
        after = [row for row in rows if row.uid > uid]
        if guess > 1 and not before:
            return None
        if before and not after and rows[-1].seq < exists:
            return None
        self._guess = after[-1].seq + 1 if after else exists + 1
        return after[:most]

    def _place(self, uid: int) -> int:
        """The place of the first mail with a higher UID, by halving."""
        low, high = 1, self._folder.exists + 1
        while low < high:
            middle = (low + high) // 2
            rows = self._folder.rows(middle, middle)
            if not rows or rows[0].uid > uid:
                high = middle
            else:
                low = middle + 1
        return low


def _rising(rows: list[Row]) -> list[Row]:
    if any(left.uid >= right.uid for left, right in pairwise(rows)):
        raise Trouble(Cause.NONSENSE, "UIDs that do not rise")
    return rows


def taken(rows: Iterable[Row]) -> list[Row]:
    """Those that may be taken."""
    return [row for row in rows if not row.flags & NOT_TAKEN]


def batches(rows: Sequence[Row], most_bytes: int = BYTES, most: int = MAILS) -> Iterator[list[Row]]:
    """Rows in runs of at most so many mails and bytes; one that is larger stands alone."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        if batch and (len(batch) >= most or size + row.size > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += row.size
    if batch:
        yield batch


def pause(failures: int, lasting: bool, spread: Callable[[float, float], float]) -> float:
    """Seconds until the next try after so many failures in a row. `spread` gives a number between two.

    The second try comes quickly, so that a server that only started anew is never shown as a failure.
    """
    steps = (30, 120, 300, 900) if lasting else (1, 4, 10, 20, 40, 60, 120, 300)
    return steps[min(failures, len(steps)) - 1] * spread(0.8, 1.2)
