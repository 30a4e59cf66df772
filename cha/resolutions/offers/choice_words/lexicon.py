"""What a language's words for choosing are, and how they are folded.

`beside` may stand around a choice and changes nothing of it. `marks` stand before a number ("option 2"). `numbers`
count alone ("two"), `after_mark` only behind a mark or first, since they are articles, too. `phrases` may stand around
a choice, whole; `last` is the last one. `neither` are whole answers. `people` are whom one asks for, each of them said
as the first of them in `person`, the ways to ask; `when` may stand around those. `hello` begins a greeting, `bye` are
the words above a name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_ARABIC: Final = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "’": "'", "ı": "i"})


def folded(text: str) -> str:
    """Small letters without accents and vowel signs, Arabic letters of one form, and every digit as 0 to 9."""
    # "nº 2" is number two, and "no 2" is not two.
    marked = re.sub(r"(?i)\bn\.?º", "n°", text).replace("№", "#")
    plain = unicodedata.normalize("NFKD", marked).casefold().translate(_ARABIC)
    kept = (c for c in plain if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)


def some(words: str) -> frozenset[str]:
    """Words, folded."""
    return frozenset(folded(words).split())


def lines(text: str) -> tuple[str, ...]:
    """Phrases, one a line, folded."""
    return tuple(folded(line).strip() for line in text.strip().splitlines())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words."""

    beside: frozenset[str]
    marks: frozenset[str]
    ordinals: dict[str, int]
    numbers: dict[str, int]
    after_mark: dict[str, int]
    phrases: tuple[str, ...]
    hello: frozenset[str]
    bye: tuple[str, ...]
    neither: tuple[str, ...]
    last: frozenset[str]
    people: tuple[str, ...]
    person: tuple[str, ...]
    when: frozenset[str]


def counted(*groups: str) -> dict[str, int]:
    """What the words of the first group count, of the second ..., from 1."""
    return {word: number for number, group in enumerate(groups, 1) for word in folded(group).split()}
