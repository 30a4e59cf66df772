"""What in a message asks for more care: harm, vulnerability, money that hurts, a dated event that is near.

Pure, bounded, in six languages; the words stand in `care_signs/<language>.toml`. It is read clause by clause, and in
doubt nothing is read: a wrong "harm" is worse than a missed one. So a clause that denies, supposes or nearly happened
names no harm, nor does a question; and an event is near only with a day in its own sentence that is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal, Self

from cha.promises.understanding.days import day_named
from cha.promises.understanding.facts import UnderstoodFact
from cha.promises.understanding.lexicon import LONGEST, Lexicon, base, folded_words, lexicon

FOLDER: Final = "care_signs"
NEAR: Final = timedelta(days=14)
CODES: Final = ("harm", "vulnerable", "deadline", "money", "access")

Code = Literal["harm", "vulnerable", "deadline", "money", "access"]

_SENTENCE: Final = re.compile(r"[^.!?؟\n]{1,600}(?:[.](?=\d)[^.!?؟\n]{1,200}){0,5}[?؟!.]{0,3}")
_CLAUSE: Final = re.compile(r"[^,;:،؛]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """code: of `CODES`. words: what it was read from, folded to plain letters. by: the day of a deadline.

    what: the event, as the words file calls it; or what somebody needs, for access.
    """

    code: Code
    words: str = ""
    by: date | None = None
    what: str = ""

    def to_data(self) -> dict[str, str]:
        """As one flat JSON object."""
        said = {"code": self.code, "words": self.words, "by": self.by.isoformat() if self.by else "", "what": self.what}
        return {key: value for key, value in said.items() if value}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """A sign that was kept with `to_data`."""
        by = date.fromisoformat(data["by"]) if data.get("by") else None
        return cls(data["code"], data.get("words", ""), by, data.get("what", ""))


def signs(text: str, *, language: str, today: date, dates: Sequence[UnderstoodFact] = ()) -> tuple[Sign, ...]:
    """What asks for more care in `text`, each code once, in the order of `CODES`.

    today: the day on which it was written, where it was written. dates: facts of `text` that name days, their spans
    counted in it.
    """
    tongue = base(language)
    found: dict[str, Sign] = {}
    for start, sentence in _sentences(text, tongue):
        inside = [fact for fact in dates if start <= fact.span[0] < start + len(sentence)]
        for sign in (*_plain_signs(sentence, tongue), *_deadlines(sentence, tongue, inside, today)):
            known = found.get(sign.code)
            if known is None or (sign.by and known.by and sign.by < known.by):
                found[sign.code] = sign
    return tuple(found[code] for code in CODES if code in found)


def _sentences(text: str, language: str) -> Iterator[tuple[int, str]]:
    """The sentences that hold a word of the lists: most messages hold none, and are looked at once."""
    words = folded_words(text, language)
    if not any(_hits(words, language, "signs")) and not any(_hits(words, language, "events")):
        return
    for match in _SENTENCE.finditer(text[:LONGEST]):
        yield match.start(), match[0]


def _plain_signs(sentence: str, language: str) -> Iterator[Sign]:
    asks = sentence.rstrip()[-1:] in ("?", "؟")
    for clause in _CLAUSE.findall(sentence):
        words = folded_words(clause, language)
        hits = list(_hits(words, language, "signs"))
        keys = {key for key, _start, _end in hits}
        for key, start, end in hits:
            said = Sign(key, " ".join(words[start:end])) if key in CODES else None  # type: ignore[arg-type]
            if said is None or _denied(words, start, end, language):
                continue
            if key != "harm" or not (asks or "hedged" in keys):
                yield said


def _deadlines(sentence: str, language: str, dates: Sequence[UnderstoodFact], today: date) -> Iterator[Sign]:
    if not dates:
        return
    words = folded_words(sentence, language)
    if any(key == "past" for key, _start, _end in _hits(words, language, "signs")):
        return
    days = [day for fact in dates if (day := day_named(fact.value, language, today)) and today <= day <= today + NEAR]
    # "The party after the wedding" is the wedding.
    for key, start, end in sorted(_hits(words, language, "events"), key=lambda hit: hit[0] == "party"):
        if days and not _denied(words, start, end, language):
            yield Sign("deadline", " ".join(words[start:end]), min(days), key)


def _hits(words: list[str], language: str, part: str) -> Iterator[tuple[str, int, int]]:
    for hit in _lexicon(language, part).find(words):
        yield hit.phrase.key, hit.start, hit.end


def _denied(words: list[str], start: int, end: int, language: str) -> bool:
    """Whether something in the clause says no, outside of the phrase itself ("cannot breathe")."""
    return not _lexicon(language, "signs").negators.isdisjoint((*words[:start], *words[end:]))


def _lexicon(language: str, part: str) -> Lexicon:
    return lexicon(language, part, FOLDER)
