"""The shop's guides, who wrote them, and how they were walked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WalkOf:
    """How somebody walked: which answer at each step, by its words ("" where there is one way on); then `ends`.

    `ends`: end, left, or other, with what they said of it, one after the other; later ones say nothing. An answer of
    which the guide knows better is given all the same.
    """

    answers: tuple[tuple[str, str], ...] = ()
    ends: str = "end"
    says: tuple[str, ...] = ()


# Which of the guides that come along the shop took, and who keeps them.
GUIDES: Final = (("late-delivery", "tomasz"), ("damaged-flowers", "priya"), ("wrong-item", "tomasz"))

# The conversations that each guide is for walk these ways in turn.
WALKS: Final[dict[str, tuple[WalkOf, ...]]] = {
    "late-delivery": (
        WalkOf((("left", "Yes"), ("where", "We know"), ("moment", "No, but the same day"), ("ways", ""))),
        WalkOf(
            (
                ("left", "Yes"),
                ("where", "The courier is silent"),
                ("ring", "They answer"),
                ("moment", "Yes, in time"),
                ("time", ""),
            )
        ),
        WalkOf(
            (("left", "Yes"), ("where", "The courier is silent")),
            "other",
            (
                "Rosa had her phone off. I rang the shop next door.",
                "The van has a phone of its own. Its number belongs here.",
                "It was the other courier that day.",
            ),
        ),
        WalkOf((("left", "No"), ("workshop", "They say a time"), ("moment", "It is for a funeral")), "left"),
        WalkOf((("left", "No"), ("workshop", "They do not know yet"), ("news", ""))),
    ),
    "damaged-flowers": (
        WalkOf((("photo", "Yes"), ("how", "Broken on the way"), ("ways", ""))),
        WalkOf((("photo", "No"),), "left"),
        WalkOf((("photo", "Yes"), ("how", "Only tired"), ("care", "They stand up"))),
        WalkOf((("photo", "No"), ("ask-photo", "Sent"), ("how", "Broken on the way"), ("ways", ""))),
    ),
    "wrong-item": (
        WalkOf((("whose", "What they ordered, and we packed another"), ("keeps", "Yes"), ("glad", ""))),
        WalkOf((("whose", "What they ordered, and we packed another"), ("keeps", "No")), "left"),
    ),
}
