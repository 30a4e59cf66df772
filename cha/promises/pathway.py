"""The steps from here to put right, like a parcel's tracking page. Codes and times only: the words are elsewhere.

received → read → answered → put_right → confirmed

Exactly one step is where things stand ("now", or "late" when its time has passed), unless all are done. A later step
that is done carries the earlier ones with it, whether or not their own moments are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Code = Literal["received", "read", "answered", "put_right", "confirmed"]
State = Literal["done", "now", "next", "late"]
Side = Literal["us", "them"]


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


@dataclass(frozen=True, slots=True)
class Step:
    """at: when it was done. by: when it was promised for, while it is not done. who: a member's name, or "".

    side: whose turn the step is; a step of theirs is never late.
    """

    code: Code
    state: State
    at: datetime | None
    by: datetime | None
    who: str
    side: Side = "us"


def steps(given: PathwayInput, now: datetime) -> tuple[Step, ...]:
    """The five steps of `given`, in order."""
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
