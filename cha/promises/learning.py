"""Learning from one wait, and judging one time that was told. The same for the database and for the simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cha.core.hours import Hours
from cha.promises.forecast import Basis, Estimate, Known, said_by
from cha.promises.spread import Spread
from cha.promises.tracking import LEVELS

_ALL: Final = len(LEVELS)


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept of a time that was told until it is known: the moments for each of `LEVELS` (none where there was
    too little to learn from), and how many of them have passed without it.
    """

    at: datetime
    basis: Basis
    bars: tuple[datetime, ...] = ()
    missed: int = 0


def told(at: datetime, hours: Hours, found: Estimate) -> Told:
    """What is to be kept of an estimate that was told at a moment."""
    return Told(at, found.basis, tuple(said_by(hours, at, minutes)[0] for minutes in found.basis.bars))


def learn(known: Known, basis: Basis, minutes: float, at: datetime) -> None:
    """One wait ended at a moment, after so many open minutes. Touches four spreads and the course."""
    ratio = max(minutes, 0.5) / max(basis.expected, 0.5)
    for key in basis.place.from_coarse():
        known.spreads.setdefault(key, Spread(at)).add(ratio, at)
    known.course.lasted(minutes, max(basis.ahead + 1 - basis.hands, 0), basis.queued)


def passed(bars: Sequence[datetime], missed: int, at: datetime) -> list[bool | None]:
    """What is known of a time while it has not come true: the moments that passed since `missed` of them had."""
    return [False if number >= missed and bar < at else None for number, bar in enumerate(bars)]


def came(bars: Sequence[datetime], missed: int, at: datetime) -> list[bool | None]:
    """What is known once it has come true at a moment, of what was open still."""
    return [at <= bar if number >= missed else None for number, bar in enumerate(bars)]


def next_look(bars: Sequence[datetime], missed: int) -> datetime | None:
    """When another of the moments will have passed; None when all have."""
    return bars[missed] + timedelta(seconds=1) if missed < len(bars) else None
