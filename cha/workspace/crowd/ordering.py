"""Orders of the long list, as legs: each leg is a part of the list with an order of its own that an index walks.

"Care first" is first those who wait on us, in care order; then everybody else, newest words first. A page begins behind
a place: the leg, the sort value and the id of the last row before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cha.conversations.models import State
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.ids import decode, encode

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WAITING: Final = Q(state=State.OURS, snoozed_until=None)


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a list: its condition (None: all that the legs before leave), its column, and which way it goes."""

    column: str
    condition: Q | None = None
    newest: bool = False

    def rows(self, rows: ConversationQuerySet, behind: Place | None) -> ConversationQuerySet:
        """The rows of this leg behind a place, in its order."""
        if behind:
            ahead = "lt" if self.newest else "gt"
            same = Q(**{self.column: behind.value, f"pk__{ahead}": behind.id})
            rows = rows.filter(Q(**{f"{self.column}__{ahead}": behind.value}) | same)
        sign = "-" if self.newest else ""
        return rows.order_by(f"{sign}{self.column}", f"{sign}id")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind this row. `row` is its number in the whole list, from 1."""

    leg: int
    value: datetime
    id: int
    row: int


REST: Final = Leg("last_at", newest=True)
ORDERS: Final[dict[str, tuple[Leg, ...]]] = {
    "care": (Leg("care_at", _WAITING & Q(care_at__isnull=False)), REST),
    "newest": (REST,),
    "waits": (Leg("waiting_since", Q(waiting_since__isnull=False)), REST),
    "promised": (Leg("next_promise_at", Q(next_promise_at__isnull=False)), REST),
}
WORDS: Final = {
    "care": _("Care first"),
    "newest": _("Newest first"),
    "waits": _("Waiting longest first"),
    "promised": _("Promised first"),
}


def walk(rows: ConversationQuerySet, order: str, place: Place | None, most: int, fields: tuple[str, ...]) -> list[Any]:
    """Up to `most` rows behind a place, as values of `fields`, each with its "leg". A query for each leg."""
    found: list[dict[str, Any]] = []
    for number, leg in enumerate(ORDERS[order]):
        if place and number < place.leg:
            continue
        behind = place if place and place.leg == number else None
        part = leg.rows(rows.filter(_condition(order, number)), behind)
        found += [{**row, "leg": number} for row in part.values(*fields)[: most - len(found)]]
        if len(found) >= most:
            break
    return found


def _condition(order: str, number: int) -> Q:
    legs = ORDERS[order]
    own = legs[number].condition
    if own is not None:
        return own
    rest = Q()
    for before in legs[:number]:
        # The parts are told apart by nulls, which no plain negation finds.
        rest &= _not(before)
    return rest


def _not(leg: Leg) -> Q:
    empty = Q(**{f"{leg.column}__isnull": True})
    if leg.column == "care_at":
        return empty | ~Q(state=State.OURS) | Q(snoozed_until__isnull=False)
    return empty


def said(row: dict[str, Any], order: str, number: int) -> str:
    """The place behind a row as addresses have it."""
    value: datetime = row[ORDERS[order][row["leg"]].column]
    micros = (value - EPOCH) // timedelta(microseconds=1)
    return f"{row['leg']}-{micros}-{encode(row['id'])}-{number}"


def read(text: str, order: str) -> Place | None:
    """The place that an address says; None for the beginning, and for what makes no sense."""
    try:
        leg, micros, name, row = text.split("-")
        place = Place(int(leg), EPOCH + timedelta(microseconds=int(micros)), decode(name), int(row))
    except (ValueError, OverflowError):
        return None
    return place if 0 <= place.leg < len(ORDERS[order]) and 0 <= place.row < 10**9 else None
