"""What is offered at Juniper Lane just now, and waits for a choice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WayOf:
    """One way: what happens, within so many days, what they get or what it costs us, in euros."""

    kind: str
    words: str
    days: int
    euros: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class OfferOf:
    """An offer made so many minutes before now, in the conversation of that subject; open for so many hours."""

    subject: str
    makes: str
    minutes: int
    hours: int
    words: str
    ways: tuple[WayOf, ...]


OFFERS = (
    OfferOf(
        "Bridal bouquet, and a ride", "maartje", 26, 22,
        "Adaeze, after the peach tables the bouquet should cost you no thought at all. Which of these may it be? Any "
        "is fine with us.",
        (
            WayOf("expedite", "The ride on the morning is on us", 2, "24", "The driver waits until you are ready."),
            WayOf("gesture", "A smaller bouquet for your mother", 2, "38", "In the same white, with her name on it."),
            WayOf("part", "Half of the bouquet back", 3, "47.50", "To the card that you paid with."),
        ),
    ),
)  # fmt: skip
