"""Going through a folder: every mail once, never more at a time than was asked for, whatever is deleted meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.channels.email.mailbox.causes import Cause, Trouble
from cha.channels.email.mailbox.names import Folder, read, written
from cha.channels.email.mailbox.replies import Row, read_reply, read_row
from cha.channels.email.mailbox.walking import Walk, batches, pause, taken
from cha.channels.email.mailbox.watching import Habits


@dataclass
class Shelf:
    """A folder in memory; `widest` is the most that was asked for at once."""

    uids: list[int]
    asked: list[int] = field(default_factory=list)

    @property
    def exists(self) -> int:
        return len(self.uids)

    @exists.setter
    def exists(self, value: int) -> None:
        raise AssertionError

    def rows(self, first: int, last: int) -> list[Row]:
        self.asked.append(last - first + 1)
        return [Row(seq, self.uids[seq - 1]) for seq in range(max(first, 1), min(last, self.exists) + 1)]

    def breathe(self) -> None:
        return


@given(st.sets(st.integers(1, 2**32 - 1), max_size=300), st.integers(1, 40), st.booleans())
def test_every_mail_is_seen_once_whatever_the_gaps(uids: set[int], most: int, first: bool) -> None:
    shelf = Shelf(sorted(uids))
    walk, uid, seen = Walk(shelf, first=first), 0, []
    while rows := walk.after(uid, most):
        assert len(rows) <= most
        seen += [row.uid for row in rows]
        uid = seen[-1]
    assert seen == sorted(uids)
    assert max(shelf.asked, default=0) <= most + 1


@given(st.sets(st.integers(1, 5000), min_size=1, max_size=300), st.integers(0, 2**32))
def test_mails_deleted_on_the_way_hide_no_others(uids: set[int], seed: int) -> None:
    chance, shelf = Random(seed), Shelf(sorted(uids))
    walk, uid, seen, gone = Walk(shelf, first=True), 0, set(), set()
    while rows := walk.after(uid, 7):
        seen |= {row.uid for row in rows}
        uid = rows[-1].uid
        for lost in chance.sample(shelf.uids, min(3, len(shelf.uids))):
            shelf.uids.remove(lost)
            gone.add(lost)
    assert uids - gone <= seen <= uids


def test_resuming_far_along_asks_few_things() -> None:
    shelf = Shelf(list(range(3, 300_003, 3)))
    rows = Walk(shelf, first=True).after(150_000, 50)
    assert [row.uid for row in rows][:2] == [150_003, 150_006]
    assert len(shelf.asked) < 25


def test_numbers_that_do_not_rise_are_nonsense() -> None:
    with pytest.raises(Trouble) as caught:
        Walk(Shelf([5, 4]), first=True).after(0)
    assert caught.value.cause == Cause.NONSENSE


def test_batches_are_bounded_in_mails_and_bytes() -> None:
    rows = [Row(n, n, size) for n, size in enumerate([10, 10, 10, 95, 200, 5], 1)]
    assert [[row.uid for row in batch] for batch in batches(rows, 100, 2)] == [[1, 2], [3], [4], [5], [6]]


def test_what_is_deleted_unfinished_or_spam_is_not_taken() -> None:
    rows = [Row(1, 1, flags=frozenset((flag,))) for flag in ("\\DELETED", "\\DRAFT", "$JUNK", "\\SEEN")]
    assert [row.flags for row in taken(rows)] == [frozenset(("\\SEEN",))]


def test_a_failure_is_on_the_page_within_a_minute() -> None:
    habits = Habits()
    noticed = habits.ask + habits.patience.silence
    assert noticed + pause(1, False, max) + habits.patience.connecting < 60
    assert [pause(n, False, lambda low, high: 1) for n in (1, 2, 8, 99)] == [1, 4, 300, 300]
    assert pause(1, True, min) > 20, "a password is not tried so often that the account is locked"


@given(st.lists(st.tuples(st.binary(max_size=200), st.none() | st.binary(max_size=20)), min_size=1, max_size=4))
def test_whatever_is_said_is_a_reply_or_none(pieces: list[tuple[bytes, bytes | None]]) -> None:
    given_ = [(line + b"{1}" if literal is not None else line, literal) for line, literal in pieces]
    for head in (b"", b"* 1 FETCH "):
        try:
            reply = read_reply([(head + given_[0][0], given_[0][1]), *given_[1:]])
            if reply.kind == "FETCH":
                read_row(reply)
        except ValueError:
            continue


def test_a_row_is_read() -> None:
    line = b'* 12 FETCH (UID 7 FLAGS (\\Seen "$Junk") INTERNALDATE " 6-May-2024 12:00:00 +0200" BODY[] {3}'
    row = read_row(read_reply([(line, b"a(b"), (b" RFC822.SIZE 3)", None)]))
    assert row is not None
    assert (row.seq, row.uid, row.size, row.body, row.flags) == (12, 7, 3, b"a(b", {"\\SEEN", "$JUNK"})
    assert row.at is not None
    assert row.at.isoformat() == "2024-05-06T10:00:00+00:00"


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_folder_keeps_its_name_on_the_line(name: str) -> None:
    assert read(written(name)) == name
    assert written(name).isascii()


@pytest.mark.parametrize(("name", "line"), [("Käse & Wein", b"K&AOQ-se &- Wein"), ("日本語", b"&ZeVnLIqe-")])
def test_names_are_written_as_the_standard_says(name: str, line: bytes) -> None:
    assert written(name) == line


@pytest.mark.parametrize("name", ["Junk", "INBOX.Spam", "Deleted Items", "Papierkorb", "[Gmail]/Trash"])
def test_folders_of_spam_and_deleted_mail_are_known_by_name(name: str) -> None:
    between = "." if "." in name else "/"
    assert not Folder(name, frozenset(), between).for_new_mail
    assert Folder("Orders", frozenset()).for_new_mail
