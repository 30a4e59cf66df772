"""Walking along the list of conversations, in an order, from a place on.

Everything, to who sees everything, is the list that programs ask for again and again: its queries are put together
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import Q, QuerySet

from cha.api.rows import FIELDS
from cha.conversations.access import sees_all
from cha.conversations.filters import Filter
from cha.conversations.listing import listed
from cha.conversations.models import Conversation, State
from cha.conversations.models.putting_aside import LYING
from cha.core.api.cursors import MOST, USUAL
from cha.core.queries import Query, asked
from cha.team.models import Member

KEPT: Final = 2000
Rows = list[dict[str, Any]]
Place = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Order:
    """The column, whether the newest comes first, and what is in it at all."""

    column: str
    newest: bool
    among: Q

    def walked(self, rows: QuerySet[Any], most: int) -> QuerySet[Any, Any]:
        """The first rows in this order, as values of FIELDS."""
        sign = "-" if self.newest else ""
        return rows.order_by(f"{sign}{self.column}", f"{sign}id").values(*FIELDS)[:most]

    def behind(self, value: datetime, pk: int) -> Q:
        """What comes behind a row with these values."""
        ahead = "lt" if self.newest else "gt"
        return Q(**{f"{self.column}__{ahead}": value}) | Q(**{self.column: value, f"pk__{ahead}": pk})


WAITING: Final = Q(state=State.OURS, snoozed_until=None, care_at__isnull=False)
ORDERS: Final = {
    "newest": Order("last_at", newest=True, among=Q()),
    "changed": Order("last_at", newest=False, among=Q()),
    "opened": Order("opened_at", newest=True, among=Q()),
    "care": Order("care_at", newest=False, among=WAITING),
}


def walk(
    name: str, wanted: Filter, most: int, behind: Place | None, *, by: Member, at: datetime, channels: Any = None
) -> Rows:
    """At most so many rows that a filter means to `by`, behind a place."""
    order = ORDERS[name]
    if not wanted and sees_all(by):
        return _everything(name, most, behind)[:most]
    rows = listed(wanted, by=by, at=at, channels=channels).filter(order.among)
    return list(order.walked(rows.filter(order.behind(*behind)) if behind else rows, most))


def _everything(name: str, most: int, behind: Place | None) -> Rows:
    some = USUAL + 1 if most <= USUAL + 1 else MOST + 1
    if behind:
        return list(_next(name, some)(*behind))
    return list(_first(name, some)())


def _standing(order: Order) -> QuerySet[Conversation]:
    return Conversation.objects.standing().exclude(state__in=LYING).filter(order.among)


@cache
def _first(name: str, most: int) -> Query[[], dict[str, Any]]:
    order = ORDERS[name]

    def build() -> QuerySet[Any, Any]:
        return order.walked(_standing(order), most)

    return asked(keep=KEPT)(build)


@cache
def _next(name: str, most: int) -> Query[[datetime, int], dict[str, Any]]:
    order = ORDERS[name]

    def build(value: datetime, pk: int) -> QuerySet[Any, Any]:
        return order.walked(_standing(order).filter(order.behind(value, pk)), most)

    return asked(datetime, int, keep=KEPT)(build)


def place_of(given: Sequence[Any] | None) -> Place | None:
    """The place that a cursor holds."""
    return (datetime.fromisoformat(given[0]), given[1]) if given else None
