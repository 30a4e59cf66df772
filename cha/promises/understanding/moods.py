"""A guess at the emotion of a message, with the words it was read from. Conservative: no words, no guess.

The kinds are those of the drawn mood mark; a member or the person corrects a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cha.promises.understanding.lexicon import LONGEST, Found, base, folded_words, lexicon

# In order of care: where two weigh the same, the first one is guessed.
MOODS: Final = ("grieving", "hostile", "upset", "worried", "glad", "curious", "calm")
ENOUGH: Final = 2
# "Not happy" is upset. A denied word of any other kind says nothing: "not worried" is no mood.
_DENIED: Final = {"glad": "upset"}


@dataclass(frozen=True, slots=True)
class MoodGuess:
    """kind: one of `MOODS`. words: what it was read from, folded to plain letters, at most five."""

    kind: str
    words: tuple[str, ...]


def mood(text: str, language: str) -> MoodGuess | None:
    """The mood whose words weigh most in the first `LONGEST` characters, or None where they say too little."""
    tried = base(language)
    words = folded_words(text, tried)
    scores: dict[str, int] = {}
    heard: dict[str, list[str]] = {}
    for hit in lexicon(tried, "moods").find(words):
        kind = _kind(hit)
        if kind is None:
            continue
        said = " ".join(words[max(0, hit.start - 3) if hit.denied else hit.start : hit.end])
        if said not in heard.setdefault(kind, []):
            heard[kind].append(said)
            scores[kind] = scores.get(kind, 0) + hit.phrase.weight
    if scores and "upset" in scores:
        scores["upset"] += _loud(text)
    best = max(scores, key=lambda kind: (scores[kind], -MOODS.index(kind)), default=None)
    if best is None or scores[best] < ENOUGH:
        return None
    return MoodGuess(best, tuple(heard[best][:5]))


def _kind(hit: Found) -> str | None:
    own = hit.phrase.key
    return _DENIED.get(own) if hit.denied and _may_be_denied(hit.phrase.words) else own


def _may_be_denied(words: Sequence[str]) -> bool:
    """A phrase that holds its own "no" ("no hurry", "not urgent") is not denied by it."""
    return len(words) <= 2


def _loud(text: str) -> int:
    """One more where somebody shouts: two capital words of four letters, or "!!"."""
    capitals = [word for word in re.findall(r"[^\W\d_]+", text[:LONGEST]) if len(word) > 3 and word.isupper()]
    return int(len(capitals) > 1 or "!!" in text or "??" in text)
