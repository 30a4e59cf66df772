"""Judging: what is known of two persons in, a verdict out. Nothing is joined by it; a member is asked, or nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cha.people.likeness.names import Compared, compare_names
from cha.people.likeness.reasons import ANSWERED, TESTS, Reason
from cha.people.likeness.sides import Side

# From so many points on a member is asked. Found on the open half of the labelled pairs (docs/people-likeness.md).
SUGGESTS: Final = 45
# So many who are called the same make a name frequent here, whatever it is elsewhere.
MANY: Final = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons`: strongest first, those against last. `score`: the sum of their points. `level`: suggest or silent."""

    reasons: tuple[Reason, ...]
    score: int

    @property
    def level(self) -> str:
        """Whether a member is asked to look (`suggest`) or nobody is (`silent`); the reasons stand either way."""
        return "suggest" if self.score >= SUGGESTS else "silent"


def judge(one: Side, other: Side, *, namesakes: int = 0, answered: bool = False) -> Verdict:
    """What speaks for and against two being one person.

    `namesakes`: how many persons here are called as they are. `answered`: one answered what the other was sent alone.
    """
    names = compare_names(one.name, other.name)
    if names.rare and namesakes >= MANY:
        names = Compared(names.likeness, False, names.shared)
    found = [ANSWERED] if answered else []
    found += [reason for test in TESTS for reason in test(one, other, names)]
    found.sort(key=lambda reason: -reason.points)
    return Verdict(tuple(found), sum(reason.points for reason in found))
