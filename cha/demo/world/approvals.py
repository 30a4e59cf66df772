"""What waits for a yes at Juniper Lane: above what Maartje, and Ifeoma, decide alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskOf:
    """One ask, so many minutes before now, in the conversation of that subject."""

    subject: str
    asks: str
    minutes: int
    kind: str
    words: str
    euros: str
    why: str


APPROVALS = (
    AskOf(
        "White, for all twelve tables", "maartje", 9, "refund",
        "If she chooses it. All twelve tables, peach instead of white.", "372",
        "She told three of us “white”. It is her wedding, and it was our slip.",
    ),
    AskOf(
        "Twenty roses, one for each year", "ifeoma", 4, "expedite",
        "Bring it on a Sunday. It is his 20th wedding day and he cannot be there.", "240",
        "We do not deliver on Sundays. Tomasz offered to drive; it takes the van and an afternoon.",
    ),
)  # fmt: skip
