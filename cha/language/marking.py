"""Where the words of a query stand in a text as it was written, by the folding of search: in every script.

What search finds by folded tokens is marked in the unfolded text: café for cafe, 白玫瑰 for 玫瑰, إلغاء for الغاء.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cha.language.fold import query_tokens, tokens
from cha.language.letters import JOINERS, cased, plain, unspaced

Span = tuple[int, int]

_EDGES: Final = "".join(JOINERS)
_PARTS: Final = re.compile(r"[0-9]+|[^0-9'\-._@/+&]+")
_PHONE: Final = re.compile(r"(?<![\w+])(?:\+|0)[0-9](?:[ ./-]{0,2}[0-9]){6,14}(?![0-9])")
_HALF_WIDTH_MARKS: Final = "\uff9e\uff9f"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query asks for: whole tokens, and beginnings of tokens."""

    whole: frozenset[str]
    begins: tuple[str, ...]

    def meets(self, text: str) -> bool:
        """Whether a stretch of text has a token that is asked for."""
        return any(token in self.whole or token.startswith(self.begins) for token in _tokens(text))


def wanted(query: str) -> Wanted:
    """The tokens that `query` asks for; the last one may be the beginning of a longer word unless a space follows."""
    terms = query_tokens(query)
    typing = bool(terms) and not query[-1:].isspace()
    whole: set[str] = set()
    begins: set[str] = set()
    for place, term in enumerate(terms):
        prefix = term.prefix or (typing and place == len(terms) - 1)
        for way in term.ways:
            whole.update(way if not prefix else way[:-1])
            begins.update(way[-1:] if prefix else ())
    return Wanted(frozenset(whole), tuple(sorted(begins)))


def spans(text: str, asked: Wanted) -> Iterator[Span]:
    """Where to mark, in order, as (start, end) of `text`. Spans do not overlap."""
    if not asked.whole and not asked.begins:
        return
    end = 0
    for span in _merged(sorted([*_phones(text, asked), *_words(text, asked)])):
        if span[0] >= end:
            yield span
            end = span[1]


def _merged(found: list[Span]) -> Iterator[Span]:
    """Spans that touch (the pairs of unspaced scripts) or overlap become one."""
    start, end = -1, -1
    for first, last in found:
        if first > end:
            if end > start:
                yield start, end
            start, end = first, last
        end = max(end, last)
    if end > start:
        yield start, end


def _phones(text: str, asked: Wanted) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        if asked.meets(found[0]):
            yield found.span()


def _words(text: str, asked: Wanted) -> Iterator[Span]:
    for word in re.finditer(r"\S+", text):
        for compound, places in _compounds(word[0], word.start()):
            if unspaced(compound[0]):
                yield from _in_unspaced(compound, places, asked)
            else:
                yield from _in_spaced(compound, places, asked)


def _in_spaced(compound: str, places: list[Span], asked: Wanted) -> Iterator[Span]:
    """The parts that are asked for, or the whole where only together they are (jl2041, tshirt)."""
    found = [part.span() for part in _PARTS.finditer(compound) if asked.meets(part[0])]
    if not found and asked.meets(compound):
        found = [(0, len(compound))]
    for start, end in found:
        yield places[start][0], places[end - 1][1]


def _in_unspaced(run: str, places: list[Span], asked: Wanted) -> Iterator[Span]:
    for at in range(len(run)):
        pair = run[at : at + 2]
        if len(pair) == 2 and (pair in asked.whole or pair in asked.begins):
            yield places[at][0], places[at + 1][1]
        elif run[at] in asked.begins:
            yield places[at]


def _compounds(word: str, offset: int) -> Iterator[tuple[str, list[Span]]]:
    """The stretches of one kind in a word, folded, with the place of each folded letter in the text."""
    letters: list[str] = []
    places: list[Span] = []
    for start, end in _clusters(word):
        for letter in plain(cased(word[start:end])):
            joins = bool(letters) and unspaced(letter) == unspaced(letters[-1])
            if letter == " " or (letters and not joins):
                yield from _trimmed(letters, places)
                letters, places = [], []
            if letter != " ":
                letters.append(letter)
                places.append((offset + start, offset + end))
    yield from _trimmed(letters, places)


def _trimmed(letters: list[str], places: list[Span]) -> Iterator[tuple[str, list[Span]]]:
    text = "".join(letters)
    left = len(text) - len(text.lstrip(_EDGES))
    right = len(text.rstrip(_EDGES))
    if left < right:
        yield text[left:right], places[left:right]


def _clusters(word: str) -> Iterator[Span]:
    """Each letter with the marks that belong to it, as it was written."""
    start = 0
    for at in range(1, len(word) + 1):
        if at == len(word) or not _belongs(word[at]):
            yield start, at
            start = at


def _belongs(char: str) -> bool:
    if char.isascii():
        return False
    return unicodedata.category(char)[0] == "M" or char in _HALF_WIDTH_MARKS or "\u1160" <= char <= "\u11ff"


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))
