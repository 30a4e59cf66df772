"""What is worth noticing, from counts and dates. Pure: values and a clock in, facts out.

A signal says what was counted, never what it means: five parcels may well not arrive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Kind = Literal["same_photo", "not_arrived", "many_remedies", "same_address"]
KINDS: Final = ("same_photo", "not_arrived", "many_remedies", "same_address")

MONTH: Final = timedelta(days=30)
# So many in a month are worth a look.
NOT_ARRIVED: Final = 5
REMEDIES: Final = 3
# So many other persons at one address.
PERSONS: Final = 2
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Noticed:
    """One signal: how many, since when, and the ids of the conversations it was seen in (newest first)."""

    kind: Kind
    count: int
    since: datetime
    conversations: tuple[int, ...] = ()

    def to_data(self) -> dict[str, object]:
        """As the row keeps it."""
        return {"count": self.count, "since": self.since.isoformat(), "conversations": list(self.conversations)}


Seen = Sequence[tuple[int, datetime]]


def same_photo(elsewhere: Seen) -> Noticed | None:
    """The same file came in other conversations: (conversation, when), any order."""
    return _noticed("same_photo", elsewhere, 1)


def not_arrived(concerns: Seen, now: datetime) -> Noticed | None:
    """Five times in a month that something did not arrive, this time included."""
    return _noticed("not_arrived", _lately(concerns, now), NOT_ARRIVED)


def many_remedies(given: Seen, now: datetime) -> Noticed | None:
    """Three remedies in a month, the newest included."""
    return _noticed("many_remedies", _lately(given, now), REMEDIES)


def same_address(others: Mapping[int, tuple[int, datetime]]) -> Noticed | None:
    """Other persons (by id) who claim something at the same address: each with a conversation and when."""
    return _noticed("same_address", list(others.values()), PERSONS)


def _lately(seen: Seen, now: datetime) -> Seen:
    return [one for one in seen if now - one[1] <= MONTH]


def _noticed(kind: Kind, seen: Seen, enough: int) -> Noticed | None:
    if len(seen) < enough:
        return None
    newest = sorted(seen, key=lambda one: one[1], reverse=True)
    places = tuple(dict.fromkeys(pk for pk, _at in newest))[:SHOWN]
    return Noticed(kind, len(seen), newest[-1][1], places)
