"""What is asked of the messages: words, phrases, what must not be there, and what narrows it. Pure values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from django.db.models import Q

from cha.language.fold import Term, query_tokens
from cha.language.letters import JOINERS, cased, plain, spelt_out, unspaced

END: Final = (1 << 63) - 1
_WORD: Final = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_JOINERS: Final = str.maketrans(dict.fromkeys(JOINERS, " "))


@dataclass(frozen=True)
class Asked:
    """`words` for the index, where the last one may be a beginning; `phrases` in a row; `without` in none of it."""

    words: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @cached_property
    def indexed(self) -> bool:
        """Whether there is a word that the index can be asked for."""
        return bool(query_tokens(self.words))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which messages of which conversations, first ≤ id < end. `few`: an index leads to the conversations."""

    conversations: Q = field(default_factory=Q)
    messages: Q = field(default_factory=Q)
    first: int = 0
    end: int = END
    few: bool = False


def asked(words: str) -> Asked:
    """Of a filter's words: roses "blue tulips" -red. A space at the end says that the last word is whole."""
    some: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    whole = words[-1:].isspace() or words.endswith('"')
    for minus, phrase, word in _WORD.findall(words):
        if minus:
            without.append(phrase or word)
            continue
        some.append(phrase or word)
        if phrase and len(_in_a_row(phrase)) > 1:
            phrases.append(phrase)
    return Asked(" ".join(some) + (" " if whole else ""), tuple(phrases), tuple(without))


def begins(query: str) -> bool:
    """Whether the last word of a query may be the beginning of a longer one."""
    return bool(query) and not query[-1].isspace()


def meets(query: str, document: str) -> bool:
    """Whether a document (`fold.document`) meets a query, as both engines judge it."""
    terms, spaced = _terms(query), f" {document} "
    whole = terms[:-1] if begins(query) else terms
    if not all(any(all(f" {word} " in spaced for word in way) for way in term.ways) for term in whole):
        return False
    return bool(terms) and (whole is terms or any(_begun(way, spaced) for way in terms[-1].ways))


@lru_cache(maxsize=64)
def _terms(query: str) -> list[Term]:
    return query_tokens(query)


def _begun(way: tuple[str, ...], spaced: str) -> bool:
    *words, last = way
    return f" {last}" in spaced and all(f" {word} " in spaced for word in words)


def in_a_row(phrase: str, text: str) -> bool:
    """Whether a text has the words of a phrase one after another, folded as search folds."""
    if text.isascii():
        return _pattern(phrase).search(text.lower()) is not None
    wanted = _in_a_row(phrase)
    before = "" if not wanted or unspaced(wanted[0]) else " "
    after = "" if not wanted or unspaced(wanted[-1]) else " "
    return any(f"{before}{wanted}{after}" in f" {spelling} " for spelling in _spellings(text))


@lru_cache(maxsize=64)
def _pattern(phrase: str) -> re.Pattern[str]:
    """What finds a phrase in a text of plain letters, as folding it would, at a tenth of the work."""
    words = _in_a_row(phrase).split()
    return re.compile(r"(?<![a-z0-9])" + "[^a-z0-9]+".join(map(re.escape, words)) + r"(?![a-z0-9])")


def _spellings(text: str) -> tuple[str, ...]:
    other = spelt_out(cased(text))
    return (_in_a_row(text), " ".join(other.translate(_JOINERS).split())) if other else (_in_a_row(text),)


def _in_a_row(text: str) -> str:
    return " ".join(plain(cased(text)).translate(_JOINERS).split())
