"""Weighted phrases of one language, found in a text in one pass.

The phrases stand in `words/<language>.toml`. `word*` is a beginning, `*word` a part, `~` a gap of at most `GAP` words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from cha.language.letters import cased, plain

LANGUAGES: Final = ("en", "nl", "fr", "de", "es", "ar")
LONGEST: Final = 6_000
GAP: Final = 4

_WORD: Final = re.compile(r"[^\W_]+")
_ARABIC_PREFIX: Final = re.compile(r"^(?:[وفبك]?ال(?=.{3})|لل(?=.{3})|و(?=.{4}))")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say `key`. words: folded patterns, as the module says."""

    key: str
    weight: int
    words: tuple[str, ...]

    def end(self, words: Sequence[str], start: int) -> int | None:
        """Where the phrase ends when it begins at `start`, or None."""
        at, gap = start, 0
        for pattern in self.words:
            if pattern == "~":
                gap = GAP
                continue
            last = min(at + gap, len(words) - 1)
            at = next((i + 1 for i in range(at, last + 1) if _fits(pattern, words[i])), -1)
            gap = 0
            if at < 0:
                return None
        return at


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at words[start:end]. `denied`: a word that says no stands just before."""

    phrase: Phrase
    start: int
    end: int
    denied: bool


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Phrases by the first two letters of their first word; beginnings of one letter do not occur."""

    by_start: Mapping[str, tuple[Phrase, ...]]
    anywhere: tuple[Phrase, ...]
    negators: frozenset[str]

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """Every phrase that begins at any word, in order."""
        for start, word in enumerate(words):
            for phrase in _begun(self, word):
                end = phrase.end(words, start)
                if end is not None:
                    denied = not self.negators.isdisjoint(words[max(0, start - 3) : start])
                    yield Found(phrase, start, end, denied)


# People write the same few thousand words again and again: each is looked at once, not some fifty times a mail.
@lru_cache(30_000)
def _begun(lexicon: Lexicon, word: str) -> tuple[Phrase, ...]:
    """The phrases that may begin with a word."""
    near = (*lexicon.by_start.get(word[:2], ()), *lexicon.anywhere)
    return tuple(phrase for phrase in near if _fits(phrase.words[0], word))


def folded_words(text: str, language: str) -> list[str]:
    """The words of the first `LONGEST` characters of `text` in plain letters, as the phrases are folded."""
    folded = plain(cased(text[:LONGEST]))
    folded = folded.replace("'", "" if language == "en" else " ")
    words = _WORD.findall(folded)
    return [_ARABIC_PREFIX.sub("", word) for word in words] if language == "ar" else words


@cache
def lexicon(language: str, part: str, folder: str = "words") -> Lexicon:
    """The phrases of `part` ("topics" or "moods"; "wanted" or "requests" of `asking_words`) in one of `LANGUAGES`."""
    table = _table(language, folder)
    by_start: dict[str, list[Phrase]] = {}
    anywhere: list[Phrase] = []
    for phrase in _phrases(table[part], language):
        first = phrase.words[0]
        if first.startswith("*"):
            anywhere.append(phrase)
        else:
            by_start.setdefault(first.rstrip("*")[:2], []).append(phrase)
    negators = frozenset(folded_words(table["negators"], language))
    return Lexicon({start: tuple(found) for start, found in by_start.items()}, tuple(anywhere), negators)


def base(language: str) -> str:
    """ "nl-BE" → "nl"; English for a language without a table."""
    primary = language.split("-")[0].split("_")[0].lower()
    return primary if primary in LANGUAGES else "en"


@cache
def _table(language: str, folder: str) -> dict[str, Any]:
    source = files(__package__).joinpath(folder, f"{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _phrases(part: Mapping[str, Mapping[str, str]], language: str) -> Iterator[Phrase]:
    for key, by_weight in part.items():
        for weight, phrases in by_weight.items():
            for phrase in phrases.split("|"):
                words = tuple(pattern for word in phrase.split() for pattern in _pattern(word, language))
                yield Phrase(key, int(weight), words)


def _pattern(word: str, language: str) -> list[str]:
    if word == "~":
        return ["~"]
    found = folded_words(word.strip("*"), language)
    if word.startswith("*"):
        found[0] = f"*{found[0]}"
    if word.endswith("*"):
        found[-1] = f"{found[-1]}*"
    return found


def _fits(pattern: str, word: str) -> bool:
    if pattern.startswith("*"):
        return pattern.strip("*") in word
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
