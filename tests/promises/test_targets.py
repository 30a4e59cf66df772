"""The business's own targets: which one counts, and how much open time is used of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.hours import Hours, Range, always, open_between
from cha.promises.targets import Scope, choose, clocks
from cha.promises.turns import Change, Left, Turns, after

# Thursday; open from nine to five, closed at the weekend.
NINE = datetime(2026, 6, 4, 9, 0, tzinfo=UTC)
OPEN = Hours("UTC", ((Range(540, 1020),),) * 5 + ((), ()))
MINUTES = {"first": 120, "next": 60, "put_right": 480}


def at(clock: str, day: int = 4) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 6, day, int(hour), int(minute), tzinfo=UTC)


def history(*said: str) -> list[Change]:
    """ "9:00 ours", "5 9:00 theirs": changes on the fourth of June, or on another day."""
    found = []
    for one in said:
        *day, clock, turn = one.split()
        found.append(Change(at(clock, int(day[0]) if day else 4), turn))  # type: ignore[arg-type]
    return found


ROWS = [
    Scope("first", 240),
    Scope("first", 120, channel=1),
    Scope("first", 90, topic="late_delivery"),
    Scope("first", 100, channel=1, topic="late_delivery"),
    Scope("first", 30, tag=7),
    Scope("next", 60, channel=2),
]


@pytest.mark.parametrize(
    ("step", "channel", "topic", "tags", "minutes"),
    [
        ("first", None, "", (), 240),
        ("first", 2, "", (), 240),
        ("first", 1, "", (), 120),
        ("first", 2, "late_delivery", (), 90),
        ("first", 1, "late_delivery", (), 100),
        ("first", 1, "late_delivery", (7, 8), 30),
        ("next", 1, "", (), None),
        ("next", 2, "", (), 60),
        ("put_right", 1, "", (), None),
    ],
)
def test_the_most_specific_target_counts(
    step: str, channel: int | None, topic: str, tags: tuple[int, ...], minutes: int | None
) -> None:
    assert choose(ROWS, step, channel=channel, topic=topic, tags=frozenset(tags)) == minutes


def test_of_two_alike_the_shorter_counts() -> None:
    rows = [Scope("first", 30, tag=1), Scope("first", 20, tag=2)]
    assert choose(rows, "first", channel=None, topic="", tags=frozenset((1, 2))) == 20


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        (history("9:00 ours"), "10:00", "first running 60 11:00; put_right running 60 17:00"),
        (history("9:00 ours"), "11:30", "first missed 150 11:00; put_right running 150 17:00"),
        (history("9:00 ours", "10:30 theirs"), "12:00", "first met 90 -; put_right paused 90 -"),
        (history("9:00 ours", "11:01 theirs"), "12:00", "first missed 121 11:00; put_right paused 121 -"),
        (
            history("9:00 ours", "10:00 theirs", "13:00 ours"),
            "13:30",
            "first met 60 -; next running 30 14:00; put_right running 90 5 12:00",
        ),
        (
            history("9:00 ours", "10:00 theirs", "13:00 ours", "13:40 theirs"),
            "15:00",
            "first met 60 -; next met 40 -; put_right paused 100 -",
        ),
        (
            history("9:00 ours", "10:00 theirs", "13:00 ours", "13:40 theirs", "14:00 ours"),
            "14:10",
            "first met 60 -; next running 10 15:00; put_right running 110 5 12:20",
        ),
        (history("9:00 ours", "10:00 right"), "12:00", "first met 60 -; put_right met 60 -"),
        (
            history("9:00 ours", "10:00 right", "5 9:00 ours"),
            "5 9:30",
            "first met 60 -; next running 30 5 10:00; put_right running 90 5 16:00",
        ),
        # Nobody is there at night, nor at the weekend.
        (history("16:30 ours"), "16:30", "first running 0 5 10:30; put_right running 0 5 16:30"),
        (history("5 16:00 ours", "8 9:30 theirs"), "8 9:30", "first met 90 -; put_right paused 90 -"),
        # Put aside, nobody counts.
        (history("9:00 ours", "9:30 aside"), "16:00", "first paused 30 -; put_right paused 30 -"),
        (
            history("9:00 ours", "9:30 aside", "15:00 ours"),
            "15:10",
            "first running 40 16:30; put_right running 40 5 14:30",
        ),
        (history("9:00 theirs"), "12:00", ""),
    ],
)  # fmt: skip
def test_the_clock_counts_open_time_while_it_is_our_turn(changes: list[Change], now: str, expected: str) -> None:
    *day, clock = now.split()
    moment = at(clock, int(day[0]) if day else 4)
    said = []
    for found in clocks(changes, MINUTES, OPEN, moment):
        due = found.due
        word = "-" if due is None else f"{due:%H:%M}" if due.day == 4 else f"{due.day} {due:%H:%M}"
        said.append(f"{found.step} {found.state} {found.used // timedelta(minutes=1)} {word}")
    assert "; ".join(said) == expected


def test_a_second_over_is_missed_and_the_minute_itself_is_met() -> None:
    for seconds, state in ((0, "met"), (1, "missed")):
        answered = Change(NINE + timedelta(hours=2, seconds=seconds), "theirs")
        found = clocks([Change(NINE, "ours"), answered], {"first": 120}, OPEN, at("16:00"))
        assert found[0].state == state


turn_words = st.sampled_from(["ours", "theirs", "right", "aside"])


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    moment, found = NINE, []
    for _ in range(draw(st.integers(1, 12))):
        turn = draw(turn_words)
        if not found or found[-1].turn != turn:
            found.append(Change(moment, turn))  # type: ignore[arg-type]
        moment += timedelta(minutes=draw(st.integers(1, 2_000)))
    return found


@given(histories(), st.integers(0, 5_000))
def test_used_is_the_open_time_of_our_turns_and_never_more(changes: list[Change], later: int) -> None:
    moment = changes[-1].at + timedelta(minutes=later)
    ends = [*(change.at for change in changes[1:]), moment]
    ours = [(c.at, end) for c, end in zip(changes, ends, strict=True) if c.turn == "ours"]
    whole = sum((open_between(OPEN, start, end) for start, end in ours), timedelta())
    for clock in clocks(changes, MINUTES, OPEN, moment):
        assert timedelta() <= clock.used <= whole
        assert clock.used + clock.left == timedelta(minutes=clock.minutes)
        assert (clock.state == "missed") == (clock.left < timedelta())
        if clock.step == "put_right":
            assert clock.used == whole
        if clock.state == "running":
            assert clock.due is not None
            assert open_between(OPEN, moment, clock.due) == clock.left


@given(histories())
def test_time_that_passes_while_they_think_changes_nothing(changes: list[Change]) -> None:
    if changes[-1].turn == "ours":
        changes = [*changes, Change(changes[-1].at + timedelta(minutes=5), "theirs")]
    soon, later = changes[-1].at, changes[-1].at + timedelta(days=20)
    assert clocks(changes, MINUTES, always(), soon) == clocks(changes, MINUTES, always(), later)


def folded(*lefts: Left) -> str:
    turns = Turns()
    for left in lefts:
        turns = after(turns, left)
    assert Turns.from_data(turns.to_data()) == turns
    return "; ".join(f"{change.at:%-H:%M} {change.turn}" for change in turns.changes)


def left(clock: str, turn: str, since: str = "", **more: object) -> Left:
    return Left(turn, at(since or clock), at(clock), **more)  # type: ignore[arg-type]


def test_what_is_taken_back_was_never_so() -> None:
    said, taken = left("10:00", "theirs"), left("10:00", "ours", "9:00", cut=True)
    assert folded(left("9:00", "ours"), said, taken) == "9:00 ours"
    assert (
        folded(left("9:00", "ours"), said, left("11:00", "ours"), said)
        == "9:00 ours; 10:00 theirs; 11:00 ours; 11:00 theirs"
    )


def test_a_late_mail_does_not_undo_our_answer() -> None:
    assert folded(left("9:00", "ours"), left("10:00", "theirs"), left("10:05", "ours", "9:30")) == (
        "9:00 ours; 10:00 theirs; 10:00 ours"
    )


def test_a_merge_waits_as_long_as_either_waited_and_gives_back_to_the_minute() -> None:
    mine = (left("8:00", "ours"), left("8:30", "theirs"))
    merge = left("9:00", "ours", "8:15", cut=True, merged=1)
    apart = left("10:00", "theirs", cut=True, apart=1)
    assert folded(*mine, merge) == "8:00 ours"
    assert folded(*mine, merge, apart) == "8:00 ours; 8:30 theirs"
    assert folded(*mine, merge, left("9:30", "theirs"), apart) == "8:00 ours; 8:30 theirs"
    theirs = (left("8:15", "ours"), left("9:00", "joined"), left("10:00", "ours", "8:15", cut=True, apart=1))
    assert folded(*theirs) == "8:15 ours"


def test_who_leaves_with_the_first_words_leaves_the_rest_waiting_less_long() -> None:
    assert folded(left("8:00", "ours"), left("9:00", "ours", "8:40", cut=True)) == "8:40 ours"
