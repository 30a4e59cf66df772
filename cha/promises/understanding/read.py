"""Topic and facts of one message together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cha.promises.understanding.facts import ORDER_PATTERNS, UnderstoodFact, facts
from cha.promises.understanding.topics import topic


@dataclass(frozen=True, slots=True)
class Understood:
    """What the patterns recognised. `topic` is one of `TOPICS`, or None where too little was said."""

    topic: str | None = None
    facts: tuple[UnderstoodFact, ...] = ()

    def first(self, kind: str) -> str | None:
        """The value of the first fact of `kind`."""
        return next((fact.value for fact in self.facts if fact.kind == kind), None)


def understand(subject: str, text: str, *, language: str, order_patterns: Sequence[str] = ORDER_PATTERNS) -> Understood:
    """Read one message.

    text: the person's new words, without what they quoted.
    language: "nl" or "nl-BE"; others than the six read as English first, then as all of them.
    order_patterns: regular expressions with a group `number`; tried in this order.
    Spans count in `subject + "\\n" + text`.
    """
    return Understood(
        topic(subject, text, language=language),
        facts(f"{subject}\n{text}", language=language, order_patterns=tuple(order_patterns)),
    )
