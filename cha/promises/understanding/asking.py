"""What a draft asks for: the kinds of facts that its questions and requests want. Pure, bounded, in six languages.

A question asks by its own words ("which order"), or by naming a thing where something asks for it ("do you have the
order number"); any other sentence by naming a thing in a request ("please send") that nothing denies ("no need to").
The words stand in `asking_words/<language>.toml`. A sentence that says a number itself tells rather than asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cha.promises.understanding.lexicon import LONGEST, Found, base, folded_words, lexicon

FOLDER: Final = "asking_words"
ASKED: Final = ("order", "phone", "address", "date", "email", "name", "size", "allergy", "quantity", "amount")
QUESTION: Final = 3
# "Your order number?"
SHORT: Final = 4

_SENTENCE: Final = re.compile(r"[^.!?؟\n]{1,600}(?:[.](?=\d)[^.!?؟\n]{1,200}){0,5}[?؟!.]{0,3}")
_SAYS: Final = re.compile(r"\d[\d-]{2,}")
# An e-mail address is no address: what is named by longer words is not asked for by the shorter ones in them.
_INSIDE: Final = {"address": "email"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One sentence of a draft that asks. kinds: of `ASKED`, in their order, or own. span: where, as start and end."""

    sentence: str
    kinds: tuple[str, ...]
    span: tuple[int, int]


def asks_for(draft: str, language: str) -> list[str]:
    """The kinds that a draft asks for, in the order of `ASKED`. language: of the draft, "nl" or "nl-BE"."""
    found = {kind for ask in asks(draft, language) for kind in ask.kinds}
    return [kind for kind in ASKED if kind in found]


def asks(draft: str, language: str, own: Mapping[str, str] | None = None) -> Iterator[Ask]:
    """Every sentence that asks for something, in order. own: what further kinds are called, by kind."""
    tongue = base(language)
    for match in _SENTENCE.finditer(draft[:LONGEST]):
        sentence = match[0].strip()
        kinds = _kinds(sentence, tongue, own or {}) if sentence else ()
        if kinds:
            start = match.start() + match[0].index(sentence)
            yield Ask(sentence, kinds, (start, start + len(sentence)))


def _kinds(sentence: str, language: str, own: Mapping[str, str]) -> tuple[str, ...]:
    if _SAYS.search(sentence):
        return ()
    words = folded_words(sentence, language)
    cues = list(lexicon(language, "requests", FOLDER).find(words))
    question = sentence.rstrip()[-1:] in "?؟"
    requested = any(cue.phrase.key == "cue" for cue in cues) and not any(cue.denied for cue in cues)
    named = requested or (question and (bool(cues) or len(words) <= SHORT))
    hits = list(lexicon(language, "wanted", FOLDER).find(words))
    found = {hit.phrase.key for hit in hits if (named or (question and _own(hit))) and not _covered(hit, hits)}
    called = (kind for kind, name in own.items() if (named or question) and _holds(words, folded_words(name, language)))
    return (*(kind for kind in ASKED if kind in found), *called)


def _holds(words: list[str], name: list[str]) -> bool:
    return bool(name) and any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _own(hit: Found) -> bool:
    """Whether these are a question's own words."""
    return hit.phrase.weight == QUESTION


def _covered(hit: Found, hits: list[Found]) -> bool:
    wider = _INSIDE.get(hit.phrase.key)
    return any(other.phrase.key == wider and other.start <= hit.start < other.end for other in hits)
