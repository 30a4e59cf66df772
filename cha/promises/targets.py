"""The business's own targets: how much open time is used of each, pure.

    used = open time in which it was our turn; waiting on the person, put right and put aside do not count
    first       from their first words to our first answer, or until it is put right without one
    next        the same for the last time it became our turn after that
    put_right   all of it, until it is put right; after a reopening it goes on from where it stood

Persons never see them: they see promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from cha.core.hours import Hours, add, open_between
from cha.promises.turns import Change

Step = Literal["first", "next", "put_right"]
State = Literal["met", "missed", "running", "paused"]
STEPS: Final[tuple[Step, ...]] = ("first", "next", "put_right")


class Span(NamedTuple):
    """A time in which it was our turn; end is None while it is."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class TargetClock:
    """One target of one conversation. minutes: open minutes allowed. left: below zero when it is missed.

    due: when it is, or was, to be done by; None while the clock rests. since: when it began, which tells one clock of
    "next" from another.
    """

    step: Step
    minutes: int
    used: timedelta
    left: timedelta
    due: datetime | None
    state: State
    since: datetime

    @property
    def key(self) -> str:
        """What it is noted under when it is missed: each is missed once."""
        return f"next {self.since.isoformat()}" if self.step == "next" else self.step


class Scope(NamedTuple):
    """Where a target counts; None or "" is everywhere. tag: of the person."""

    step: str
    minutes: int
    channel: int | None = None
    topic: str = ""
    tag: int | None = None


def choose(rows: Iterable[Scope], step: str, *, channel: int | None, topic: str, tags: frozenset[int]) -> int | None:
    """The minutes that count here: of the rows that fit the most specific one, a kind of customer before a topic, that
    before a channel; the shorter of two alike. None where no row fits.
    """
    fitting = [row for row in rows if row.step == step and _fits(row, channel, topic, tags)]
    best = min(fitting, key=lambda row: (-_rank(row), row.minutes), default=None)
    return best.minutes if best else None


def _fits(row: Scope, channel: int | None, topic: str, tags: frozenset[int]) -> bool:
    return row.channel in (None, channel) and row.topic in ("", topic) and (row.tag is None or row.tag in tags)


def _rank(row: Scope) -> int:
    return 4 * (row.tag is not None) + 2 * bool(row.topic) + (row.channel is not None)


def clocks(
    changes: Sequence[Change], minutes: Mapping[str, int], hours: Hours, at: datetime
) -> tuple[TargetClock, ...]:
    """The clocks of one conversation at a moment, of the steps that have minutes and have begun, in their order."""
    found = []
    for step in STEPS:
        spans, done = _spans(changes, step)
        if step in minutes and spans:
            found.append(_clock(step, minutes[step], spans, done, hours, at))
    return tuple(found)


def _spans(changes: Sequence[Change], step: Step) -> tuple[list[Span], bool]:
    """When it was our turn, as far as it counts for a step; and whether that step is done."""
    first = next((number for number, change in enumerate(changes) if _answers(changes, number)), None)
    if step == "put_right":
        return _ours(changes), bool(changes) and changes[-1].turn == "right"
    if step == "first":
        return _ours(changes if first is None else changes[: first + 1]), first is not None
    if first is None:
        return [], False
    spans = _ours(changes[first:])
    return spans[-1:], bool(spans) and spans[-1].end is not None and changes[-1].turn not in ("aside", "joined")


def _answers(changes: Sequence[Change], number: int) -> bool:
    """Whether this change is an answer to them: it was our turn before, and is no more because we spoke or did it."""
    waited = any(change.turn == "ours" for change in changes[:number])
    return waited and changes[number].turn in ("theirs", "right")


def _ours(changes: Sequence[Change]) -> list[Span]:
    ends = [*(change.at for change in changes[1:]), None]
    return [Span(change.at, end) for change, end in zip(changes, ends, strict=False) if change.turn == "ours"]


def _clock(step: Step, minutes: int, spans: list[Span], done: bool, hours: Hours, at: datetime) -> TargetClock:
    allowed, used, due = timedelta(minutes=minutes), timedelta(), None
    for start, end in spans:
        until = min(end, at) if end else at
        now_used = used + open_between(hours, start, until)
        if due is None and used <= allowed and (end is None or now_used > allowed):
            due = add(hours, start, allowed - used)
        used = now_used
    running = spans[-1].end is None
    state: State = "missed" if used > allowed else "met" if done else "running" if running else "paused"
    return TargetClock(step, minutes, used, allowed - used, due, state, spans[0].start)
