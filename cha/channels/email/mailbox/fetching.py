"""Fetching mails from an open folder, in batches of bounded size, and what they are as arrivals.

A mail that is too large, or that breaks the line again and again, is left where it is and shown as a failure: its head
is kept as a payload that cannot be read.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cha.channels.email.addresses import normal, split_addresses
from cha.channels.email.mailbox import walking
from cha.channels.email.mailbox.causes import Cause, Trouble
from cha.channels.email.mailbox.position import advance
from cha.channels.email.mailbox.replies import Row
from cha.channels.email.mailbox.session import BODY, HEADER, MESSAGE_ID, Session
from cha.channels.email.medium import loop_mark
from cha.channels.models.mailbox import Mailbox
from cha.channels.models.payload import Arrival, Payload
from cha.channels.pipeline.threading import known_outside
from cha.core.clock import now

MB: Final = 1024 * 1024
# A mail that broke the line so often is left in the mailbox, and said so.
STUCK: Final = 4
_ID: Final = re.compile(rb"<[^<>\s]{1,248}>")
_FROM: Final = re.compile(rb"^from:[ \t]*([^\r\n]{1,500})", re.IGNORECASE | re.MULTILINE)
# One at a time in this process: each is held in memory whole.
_large = threading.Semaphore(1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The largest mail that is taken, in bytes, and how much is fetched at once."""

    largest: int = 30 * MB
    mails: int = walking.MAILS
    bytes: int = walking.BYTES


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail: what to store of it, None for one of our own; `stays` when it must not be put away."""

    uid: int
    arrival: Arrival | None
    stays: bool = False


class Fetching:
    """Turns rows of an open folder into arrivals. Methods raise Trouble and LostLease."""

    def __init__(self, mailbox: Mailbox, session: Session, bounds: Bounds) -> None:
        self.mailbox, self._session, self._bounds = mailbox, session, bounds

    def batch(self, rows: Sequence[Row]) -> list[Row]:
        """The first of these rows that are fetched together: only one where the first broke the line before."""
        stuck = bool(rows) and rows[0].uid == self.mailbox.stuck_uid and self.mailbox.stuck_tries > 1
        return next(walking.batches(rows, self._bounds.bytes, 1 if stuck else self._bounds.mails), [])

    def fetch(self, batch: Sequence[Row], *, old: bool = False) -> list[Fetched]:
        """The mails of a batch that are still there. `old`: those from before the mailbox was added are history."""
        if not batch:
            return []
        first = batch[0]
        if first.uid == self.mailbox.stuck_uid and self.mailbox.stuck_tries >= STUCK:
            why = _("The line broke each of %(num)s times that it was fetched.") % {"num": STUCK}
            return [self._left(first, why, b"")]
        try:
            return [*self._fitting(batch, old), *self._too_large(batch)]
        except Trouble:
            tries = self.mailbox.stuck_tries + 1 if self.mailbox.stuck_uid == first.uid else 1
            advance(self.mailbox, stuck_uid=first.uid, stuck_tries=tries)
            raise

    def unknown(self, batch: Sequence[Row]) -> list[Row]:
        """Those that are not kept already, by Message-ID and size: once mails are numbered anew, most are."""
        if not batch:
            return []
        heads = self._session.bodies([row.uid for row in batch], MESSAGE_ID, 4096)
        ids = {uid: found[0].decode("ascii", "replace") for uid, head in heads.items() if (found := _ID.search(head))}
        known = _sizes(ids.values())
        return [row for row in batch if (ids.get(row.uid, ""), row.size) not in known]

    def _fitting(self, batch: Sequence[Row], old: bool) -> Iterator[Fetched]:
        fit = [row for row in batch if row.size <= self._bounds.largest]
        size = sum(row.size for row in fit)
        if not fit:
            return
        with _large if size > self._bounds.bytes else nullcontext():
            found = self._session.bodies([row.uid for row in fit], BODY, self._bounds.largest, size)
        missing = [row.uid for row in fit if row.uid not in found]
        if missing and self._session.there(missing):
            raise Trouble(Cause.NONSENSE, "a mail that is there and is not given")
        for row in fit:
            if row.uid in found:
                yield Fetched(row.uid, self._arrival(row, found.pop(row.uid), old))

    def _too_large(self, batch: Sequence[Row]) -> Iterator[Fetched]:
        words = _("It has %(size)s MB, more than the %(most)s MB that are taken in (--max-mail-mb).")
        for row in batch:
            if row.size > self._bounds.largest:
                header = self._session.bodies([row.uid], HEADER, MB).get(row.uid, b"")
                yield self._left(row, words % {"size": row.size // MB, "most": self._bounds.largest // MB}, header)

    def _arrival(self, row: Row, raw: bytes, old: bool) -> Arrival | None:
        if _is_our_own(raw):
            return None
        started = self.mailbox.started_at.replace(microsecond=0)
        history = old and row.at is not None and row.at < started
        # A server may be wrong about the time; what is new came in since, and nothing comes from the future.
        at = min(row.at if history else max(row.at, started), now()) if row.at else None
        return Arrival("email", raw, self._envelope() | ({"history": True} if history else {}), at)

    def _left(self, row: Row, why: str, header: bytes) -> Fetched:
        place = _("It is still in the mailbox of %(user)s, in “%(folder)s”.")
        said = f"{why} {place % {'user': self.mailbox.user, 'folder': self.mailbox.folder}}"
        # Two that are left are two, even where nothing of them could be fetched.
        number = f"X-Cha-Left: {row.uid} of {self.mailbox.uid_validity}, mailbox {self.mailbox.pk}\r\n".encode()
        envelope = self._envelope() | {"left": said, "mail_from": _sender(header)}
        return Fetched(row.uid, Arrival("email", number + header, envelope), stays=True)

    def _envelope(self) -> dict[str, object]:
        channel = self.mailbox.channel
        return {"recipients": [channel.address], "channel": channel.pk, "mailbox": self.mailbox.pk}


def _sizes(ids: Collection[str]) -> set[tuple[str, int]]:
    """The external ids among these that messages have, with the sizes of the mails they came in."""
    known = known_outside().filter(external_id__in=ids).values_list("payload_id", "external_id")
    by_payload = {pk: key for pk, key in known if pk is not None}
    sizes = Payload.objects.filter(pk__in=list(by_payload)).values_list("pk", "size")
    return {(by_payload[pk], size) for pk, size in sizes}


def _head(raw: bytes) -> bytes:
    ends = [end for end in (raw.find(b"\r\n\r\n", 0, MB), raw.find(b"\n\n", 0, MB)) if end >= 0]
    return raw[: min(ends, default=min(len(raw), MB))]


def _is_our_own(raw: bytes) -> bool:
    """Whether Cha sent it: it carries the word that only this install can make."""
    return f"x-cha-loop: {loop_mark()}".encode() in _head(raw).lower()


def _sender(header: bytes) -> str:
    """Who a mail is from, for whoever must look at it; "" when it does not say."""
    found = _FROM.search(header)
    pairs, _count = split_addresses(found[1].decode("utf-8", "replace"), limit=1) if found else ([], 0)
    return (normal(pairs[0][1]) if pairs else None) or ""
