"""How two stories at Juniper Lane end otherwise: a complaint that is owed an outcome, and a "no" with an instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComplaintOf:
    """One complaint, so many hours before now, in the conversation of that subject."""

    subject: str
    opens: str
    owner: str
    hours: int
    about: str


@dataclass(frozen=True, slots=True)
class NoOf:
    """One "no", so many hours before now, in the conversation of that subject."""

    subject: str
    says: str
    hours: int
    wanted: str
    because: str
    reason: str
    instead: str
    next_person: str


COMPLAINT = ComplaintOf(
    "Veertig boeketten voor de marathon",
    "tomasz",
    "priya",
    22,
    "Twee keer een herinnering voor een factuur die al betaald was",
)
NO = NoOf(
    "A wreath for the door",
    "lotte",
    3,
    "yew in the wreath",
    "faith",
    "yew is poisonous, and the school walks past your door twice a day",
    "juniper, which looks much the same and smells better",
    "Tomasz",
)
