"""What became of promises in a stretch of time: counted along the index of what was settled, one mark for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet

from cha.promises.models import Promise

# More marks than these are not told apart.
MARKS: Final = 120
COUNTED: Final = ("kept", "moved", "broken")


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the promises that were settled in a stretch of time. Those that were released are not counted."""

    kept: int = 0
    moved: int = 0
    broken: int = 0

    @property
    def all(self) -> int:
        """How many were settled."""
        return self.kept + self.moved + self.broken


@dataclass(frozen=True, slots=True)
class Months:
    """This month and the one before. `marks` are states in order of this month's.

    Of `would_not` promises of both that did not hold, the person heard of `said_first` before they were due.
    """

    this: Tally
    last: Tally
    marks: tuple[str, ...]
    said_first: int
    would_not: int


def months(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """When the month of `at` and the one before began in `zone`, in UTC."""
    first = at.astimezone(ZoneInfo(zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    before = (first - timedelta(days=1)).replace(day=1)
    return first.astimezone(UTC), before.astimezone(UTC)


def counted(rows: QuerySet[Promise], since: datetime, before: datetime) -> Months:
    """What became of these from `before` to `since`, and from there on. Two queries along `promise_settled`."""
    both = rows.filter(settled_at__gte=before, state__in=COUNTED)
    found = both.aggregate(
        **{f"this_{state}": Count("id", filter=Q(state=state, settled_at__gte=since)) for state in COUNTED},
        **{f"last_{state}": Count("id", filter=Q(state=state, settled_at__lt=since)) for state in COUNTED},
        said=Count("id", filter=_said_first() & ~Q(state="kept")),
        broken_unsaid=Count("id", filter=Q(state="broken") & ~_said_first()),
    )
    this, last = (Tally(*(found[f"{part}_{state}"] for state in COUNTED)) for part in ("this", "last"))
    ours = both.filter(settled_at__gte=since).order_by("settled_at", "id")
    states = list(ours.values_list("state", flat=True)[:MARKS]) if this.all <= MARKS else []
    return Months(this, last, marks(states, this), found["said"], found["said"] + found["broken_unsaid"])


def _said_first() -> Q:
    return Q(warned_at__isnull=False, warned_at__lte=F("by"))


def marks(states: Sequence[str], tally: Tally) -> tuple[str, ...]:
    """One mark a promise, in order; of too many, MARKS in proportion, and what did not hold is never lost."""
    if states or not tally.all:
        return tuple(states)
    others = {state: min(MARKS // 3, -(-getattr(tally, state) * MARKS // tally.all)) for state in ("moved", "broken")}
    made = ["kept"] * MARKS
    for state, offset in (("moved", 0.3), ("broken", 0.7)):
        for place in range(others[state]):
            spot = int((place + offset) * MARKS / others[state])
            made[spot] = state
    return tuple(made)
