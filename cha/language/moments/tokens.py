"""A text as words, numbers and signs, each folded and with its place in the text. One pass, linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cha.language.letters import cased, plain

LONGEST: Final = 20_000

_MARKS: Final = "\u0300-\u036f\u0640\u064b-\u065f\u0670"
_LETTER: Final = "[^\\W\\d_]"
_WORD: Final = f"{_LETTER}[{_MARKS}]*(?:{_LETTER}|[{_MARKS}]|['’‘ʼ](?={_LETTER}))*"
_TOKEN: Final = re.compile(
    rf"(?P<three>(?<![\d])\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}(?!\d))"
    rf"|(?P<two>(?<![\d])\d{{1,2}}[/.:‒–-]\d{{1,2}}(?!\d|[.,:/]\d))"
    r"|(?P<number>\d+)"
    rf"|(?P<half>[ap]\.\s?m\b\.?)"
    rf"|(?P<word>{_WORD})"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\s])",
    re.IGNORECASE,
)
_ELISION: Final = re.compile(r"(?:j|l|d|s|n|m|t|c|qu|jusqu|lorsqu|puisqu|quelqu)['’‘ʼ](?=.)", re.IGNORECASE)
_BETWEEN_LETTERS: Final = frozenset("-‐‑")
# Spanish "llamó" is not "llamo", "envié" not "envie", "sí" not "si": here the accent says who and when.
_ACCENTED: Final = re.compile(r"[^\W\d_]{2,}ó|[^\W\d_]{3,}[^\W\d_rR]é|sí", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """word: folded, digits ASCII. kind: word, number, two ("16:00", "7/9"), three ("20/07/2026"), sign or line."""

    word: str
    start: int
    end: int
    kind: str


def tokens(text: str, language: str) -> list[Token]:
    """The tokens of the first `LONGEST` characters. Hyphens within words part them and are no token."""
    return list(_tokens(text[:LONGEST], language))


@lru_cache(20_000)
def folded(word: str) -> str:
    """One word in plain small letters: Später → spater, غدًا → غدا, ١٢ → 12."""
    return plain(cased(word)).strip()


def _tokens(text: str, language: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind, start, end = match.lastgroup or "sign", match.start(), match.end()
        if kind == "half":
            yield Token(match[0][0].lower() + "m", start, end, "word")
        elif kind == "word":
            elided = _ELISION.match(match[0]) if language == "fr" else None
            if elided:
                yield Token(folded(elided[0]), start, start + elided.end(), "word")
                start += elided.end()
            yield Token(_word(text[start:end], language), start, end, "word")
        elif kind in {"sign", "line"}:
            if not (match[0] in _BETWEEN_LETTERS and _within_word(text, start)):
                yield Token(match[0], start, end, kind)
        else:
            yield Token(_digits(match[0]), start, end, kind)


def _word(word: str, language: str) -> str:
    if language == "es" and _ACCENTED.fullmatch(word):
        return folded(word)[:-1] + word[-1].lower()
    return folded(word)


@lru_cache(5_000)
def _digits(number: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else "-" if c in "‒–" else c for c in number)


def _within_word(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()
