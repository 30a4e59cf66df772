"""The steps from here to put right, like a parcel's tracking page. Codes and times only: the words are elsewhere.

received → read → answered → put_right → confirmed

Exactly one step is where things stand ("now", or "late" when its time has passed), unless all are done. A later step
that is done carries the earlier ones with it, whether or not their own moments are known.

A house may have steps of its own between the first and the last (`OwnStep`): "we find your parcel", "it is in your
hands". Each is done by what it waits for alone, so an answer does not claim that the parcel is found; putting it right
does them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Code = Literal["received", "read", "answered", "put_right", "confirmed", "own"]
State = Literal["done", "now", "next", "late"]
Side = Literal["us", "them"]
DoneWhen = Literal["read", "answered", "hand", "put_right"]


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step in the house's own words. key: names it within its pathway. done_when "hand": a member says so, at `at`.

    side: whose turn it is until then. note: what the member added. who: the first name of who said so.
    """

    key: str
    words: str
    done_when: DoneWhen
    side: Side = "us"
    at: datetime | None = None
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PathwayInput:
    """Where one conversation stands. Moments are aware, None is "not yet".

    read_at: a member first opened it. promised_by: the promise that is open now, if any. waiting_on: whose turn it is.
    put_right_at is None again once the person says that it is not.
    """

    received_at: datetime
    medium: str
    acknowledged_at: datetime | None = None
    read_at: datetime | None = None
    first_answer_at: datetime | None = None
    promised_by: datetime | None = None
    keeper_name: str = ""
    waiting_on: Side = "us"
    put_right_at: datetime | None = None
    confirmed_at: datetime | None = None
    own: tuple[OwnStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """at: when it was done. by: when it was promised for, while it is not done. who: a member's name, or "".

    side: whose turn the step is; a step of theirs is never late. words, note, key: of a step of the house's own.
    """

    code: Code
    state: State
    at: datetime | None
    by: datetime | None
    who: str
    side: Side = "us"
    words: str = ""
    note: str = ""
    key: str = ""


def steps(given: PathwayInput, now: datetime) -> tuple[Step, ...]:
    """The steps of `given`, in order: the usual five, or the first, the house's own, and the last."""
    if given.own:
        return _own_way(given, now)
    moments: dict[Code, datetime | None] = {
        "received": given.acknowledged_at or given.received_at,
        "read": given.read_at or given.first_answer_at,
        "answered": given.first_answer_at,
        "put_right": given.put_right_at,
        "confirmed": given.confirmed_at,
    }
    codes = list(moments)
    done = max(index for index, code in enumerate(codes) if moments[code]) + 1
    return tuple(_step(given, code, moments[code], index - done, now) for index, code in enumerate(codes))


def _own_way(given: PathwayInput, now: datetime) -> tuple[Step, ...]:
    moments: dict[DoneWhen, datetime | None] = {
        # Whoever ticks a step has read it.
        "read": given.read_at or given.first_answer_at or min((one.at for one in given.own if one.at), default=None),
        "answered": given.first_answer_at,
        "put_right": given.put_right_at,
    }
    # What is put right leaves nothing of ours undone, ticked or not.
    done = [one.at or moments.get(one.done_when) or given.put_right_at for one in given.own]
    open_ones = [index for index, at in enumerate(done) if at is None]
    owed = _owed(given, open_ones)
    made = [
        _own_step(
            given, one, done[index], here=index == open_ones[0] if open_ones else False, owed=index == owed, now=now
        )
        for index, one in enumerate(given.own)
    ]
    received = given.acknowledged_at or given.received_at
    last: State = "done" if given.confirmed_at else "next" if open_ones else "now"
    return (
        Step("received", "done", received, None, ""),
        *made,
        Step("confirmed", last, given.confirmed_at, None, "", "them"),
    )


def _owed(given: PathwayInput, open_ones: list[int]) -> int | None:
    """At which step the open promise stands: the answer where one is a step and owed, else the first of ours."""
    ours = [index for index in open_ones if given.own[index].side == "us"]
    answers = [index for index in ours if given.own[index].done_when == "answered"]
    return next(iter(answers or ours), None)


def _own_step(given: PathwayInput, one: OwnStep, at: datetime | None, *, here: bool, owed: bool, now: datetime) -> Step:
    who = one.who or (given.keeper_name if one.side == "us" else "")
    if at is not None:
        return Step("own", "done", at, None, who, one.side, one.words, one.note, one.key)
    by = given.promised_by if owed else None
    state: State = "next" if not here else "late" if by and by < now else "now"
    return Step("own", state, None, by, who, one.side, one.words, one.note, one.key)


def _step(given: PathwayInput, code: Code, at: datetime | None, ahead: int, now: datetime) -> Step:
    """ahead: how many steps after the one where things stand; below 0 it is done."""
    side = _side(given, code)
    if ahead < 0:
        return Step(code, "done", at, None, "" if code in {"received", "confirmed"} else given.keeper_name, side)
    by = given.promised_by if side == "us" and _promised(given, code) else None
    state: State = "next" if ahead else "late" if by and by < now else "now"
    return Step(code, state, None, by, given.keeper_name if side == "us" else "", side)


def _promised(given: PathwayInput, code: Code) -> bool:
    """The open promise is the answer's until there is one, and the putting right's from then on."""
    return (code == "put_right") == (given.first_answer_at is not None)


def _side(given: PathwayInput, code: Code) -> Side:
    if code == "confirmed":
        return "them"
    return given.waiting_on if code == "put_right" and given.first_answer_at else "us"
