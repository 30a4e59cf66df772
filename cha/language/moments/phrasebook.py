"""Phrases of one language, the longest at a place first. A phrase is words; `word*` at its end is a beginning."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from cha.language.moments.tokens import tokens

LANGUAGES: Final = ("en", "nl", "fr", "de", "es", "ar")
_AND: Final = ("و", "ف", "ب", "ل", "وب", "ول")
_SHORTEST: Final = 3

Kinds = Mapping[str, str]


class Phrasebook:
    """What phrases mean: their kinds, each with a value. The same phrase may be of several kinds."""

    def __init__(self, entries: Iterable[tuple[str, str, str]], language: str) -> None:
        self._language = language
        self._whole: dict[tuple[str, ...], dict[str, str]] = {}
        self._begun: dict[str, dict[str, str]] = {}
        self._longest: dict[str, int] = {}
        for kind, value, phrase in entries:
            self._add(kind, value, phrase.strip())

    def read(self, words: Sequence[str], at: int) -> tuple[int, Kinds] | None:
        """How many words from `at` on are a phrase, and what it means; None where none begins."""
        found = self._read(words[at], words, at)
        if found is None and self._language == "ar":
            for letters in _AND:
                bare = words[at][len(letters) :]
                if words[at].startswith(letters) and len(bare) >= _SHORTEST:
                    found = found or self._read(bare, words, at)
        return found

    def every(self, words: Sequence[str], at: int) -> Iterator[tuple[int, Kinds]]:
        """Every phrase that begins at a place, the longest first; they may overlap."""
        first = words[at]
        yield from self._every(first, words, at)
        if self._language == "ar":
            for letters in _AND:
                if first.startswith(letters) and len(first) - len(letters) >= _SHORTEST:
                    yield from self._every(first[len(letters) :], words, at)

    def of(self, kind: str) -> Iterator[tuple[str, ...]]:
        """The phrases of a kind, as words."""
        yield from (words for words, kinds in self._whole.items() if kind in kinds)

    def valued(self, kind: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """The phrases of a kind, as words, and what each is worth."""
        yield from ((words, kinds[kind]) for words, kinds in self._whole.items() if kind in kinds)

    def _every(self, first: str, words: Sequence[str], at: int) -> Iterator[tuple[int, Kinds]]:
        for length in range(min(self._longest.get(first, 0), len(words) - at), 0, -1):
            if kinds := self._whole.get((first, *words[at + 1 : at + length])):
                yield length, kinds

    def _read(self, first: str, words: Sequence[str], at: int) -> tuple[int, Kinds] | None:
        for length in range(self._longest.get(first, 0), 0, -1):
            kinds = self._whole.get((first, *words[at + 1 : at + length]))
            if kinds is not None and len(words) >= at + length:
                return length, kinds
        for length in range(len(first), _SHORTEST - 1, -1):
            if begun := self._begun.get(first[:length]):
                return 1, begun
        return None

    def _add(self, kind: str, value: str, phrase: str) -> None:
        words = tuple(token.word for token in tokens(phrase.rstrip("*"), self._language))
        if phrase.endswith("*"):
            self._begun.setdefault(words[0], {})[kind] = value
            return
        self._whole.setdefault(words, {})[kind] = value
        self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))


def entries(table: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """(kind, value, phrase) of a table whose kinds are "a|b|c", or tables of values that are."""
    for kind, said in table.items():
        for value, phrases in said.items() if isinstance(said, dict) else ((kind, said),):
            yield from ((kind, str(value), phrase) for phrase in phrases.split("|") if phrase.strip())


@cache
def book(package: str, language: str) -> Phrasebook:
    """The phrases of `words/<language>.toml` in a package."""
    text = files(package).joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return Phrasebook(entries(tomllib.loads(text)), language)


def base(language: str) -> str:
    """One of `LANGUAGES`: "nl-BE" is nl; a language without a table reads as English."""
    code = language.replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else "en"
