"""What a message is about: the topic whose words weigh most, the subject's words twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cha.promises.understanding.lexicon import LANGUAGES, Found, base, folded_words, lexicon

# In order of care: where two weigh the same, the first one is meant.
TOPICS: Final = (
    "funeral",
    "cancel",
    "refund",
    "not_arrived",
    "wrong_item",
    "damaged",
    "late_delivery",
    "change_order",
    "invoice",
    "subscription",
    "payment",
    "wedding",
    "account",
    "opening_hours",
    "complaint",
    "question_product",
    "praise",
)
ENOUGH: Final = 3
# Asked of a language that the message was not taken for.
SURE: Final = 6
ELSEWHERE: Final = 800
# Where these are named besides another topic, they colour the message rather than being its point.
_COLOUR: Final = {"praise": 0.55, "complaint": 0.6}


def topic(subject: str, text: str, *, language: str) -> str | None:
    """One of `TOPICS`, or None. A message that says nothing in its own language is tried in the others."""
    first = base(language)
    for tried in (first, *(other for other in LANGUAGES if other != first)):
        scores = _scores(subject, text if tried == first else text[:ELSEWHERE], tried)
        best = max(scores, key=lambda key: (scores[key], -TOPICS.index(key)), default=None)
        if best is not None and scores[best] >= (ENOUGH if tried == first else SURE):
            return best
    return None


def _scores(subject: str, text: str, language: str) -> dict[str, float]:
    found = lexicon(language, "topics")
    scores: dict[str, float] = {}
    for times, part in ((1.5, subject), (1.0, text)):
        for hit in _widest(found.find(folded_words(part, language))):
            scores[hit.phrase.key] = scores.get(hit.phrase.key, 0) + times * hit.phrase.weight
    if len(scores) > 1:
        scores = {key: score * _COLOUR.get(key, 1) for key, score in scores.items()}
    return scores


def _widest(hits: Iterator[Found]) -> Iterator[Found]:
    """Each way of saying it counts once, and a phrase hides the shorter ones of its topic inside it."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    until: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, -hit.phrase.weight)):
        said = (hit.phrase.key, hit.phrase.words)
        if said not in seen and hit.start >= until.get(hit.phrase.key, 0):
            seen.add(said)
            until[hit.phrase.key] = hit.end
            yield hit
