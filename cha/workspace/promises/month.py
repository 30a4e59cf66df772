"""How promises went: this month and the last, in numbers, and one mark for each."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet

from cha.promises.models import Promise
from cha.ui.kept import Kept
from cha.workspace.now.rows import Moment, named

# More marks than these are not told apart.
MARKS: Final = 120
BROKEN_SHOWN: Final = 2
_COUNTED: Final = ("kept", "moved", "broken")
_months: Kept[Month] = Kept(200)


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
class Month:
    """This month and the one before; `marks` are codes of states in order, `failed` the last that were broken.

    Of `would_not` promises of both months that did not hold, `said_first` are those whose person heard it before they
    were due.
    """

    since: datetime
    before: datetime
    this: Tally
    last: Tally
    marks: tuple[str, ...]
    said_first: int
    would_not: int
    failed: tuple[dict[str, Any], ...]


def months(at: Moment) -> tuple[datetime, datetime]:
    """When this month and the one before began where the house is, in UTC."""
    local = at.at.astimezone(ZoneInfo(at.zone))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    before = (first - timedelta(days=1)).replace(day=1)
    return first.astimezone(UTC), before.astimezone(UTC)


def month_of(rows: QuerySet[Promise], at: Moment, key: Hashable = None) -> Month:
    """How these promises went. With a `key`, kept until something is settled; else counted anew: three queries more.

    Everything is read along the index `promise_settled`.
    """
    since, before = months(at)
    if key is None:
        return _read(rows, since, before)
    newest = rows.filter(settled_at__gte=before).order_by("-settled_at", "-id").values_list("settled_at", "id").first()
    return _months.one((key, since, newest), lambda: _read(rows, since, before))


def _read(rows: QuerySet[Promise], since: datetime, before: datetime) -> Month:
    both = rows.filter(settled_at__gte=before, state__in=_COUNTED)
    found = both.aggregate(
        **{f"this_{state}": Count("id", filter=Q(state=state, settled_at__gte=since)) for state in _COUNTED},
        **{f"last_{state}": Count("id", filter=Q(state=state, settled_at__lt=since)) for state in _COUNTED},
        said=Count("id", filter=_said_first() & ~Q(state="kept")),
        broken_unsaid=Count("id", filter=Q(state="broken") & ~_said_first()),
    )
    this, last = (Tally(*(found[f"{part}_{state}"] for state in _COUNTED)) for part in ("this", "last"))
    ours = both.filter(settled_at__gte=since).order_by("settled_at", "id")
    states = list(ours.values_list("state", flat=True)[:MARKS]) if this.all <= MARKS else []
    failed = ours.filter(state="broken").reverse().values("conversation_id", "person_id", "person__name", "words",
        "conversation__gist", "conversation__subject")[:BROKEN_SHOWN] if this.broken else ()  # fmt: skip
    shown: tuple[Any, ...] = tuple(named(failed))
    said = found["said"]
    return Month(since, before, this, last, marks(states, this), said, said + found["broken_unsaid"], shown)


def _said_first() -> Q:
    return Q(warned_at__isnull=False, warned_at__lte=F("by"))


def marks(states: Sequence[str], tally: Tally) -> tuple[str, ...]:
    """One mark a promise, in order; of too many MARKS in proportion, and what did not hold is never lost."""
    if states or not tally.all:
        return tuple(states)
    others = {state: min(MARKS // 3, -(-getattr(tally, state) * MARKS // tally.all)) for state in ("moved", "broken")}
    made = ["kept"] * MARKS
    for state, offset in (("moved", 0.3), ("broken", 0.7)):
        for place in range(others[state]):
            spot = int((place + offset) * MARKS / others[state])
            made[spot] = state
    return tuple(made)
