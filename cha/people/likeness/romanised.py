"""Names of every script in plain letters, near enough to compare: what is kept of a word when writing habits are gone.

Readings are anyascii's. It reads Chinese signs as Chinese, so a Japanese name in signs cannot be compared with one in
letters (`readable`), and Arabic and Hebrew without their vowels (`bones`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_SIGNS: Final = (
    ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"), ("ß", "ss"), ("ı", "i"), ("ё", "e"),
)  # fmt: skip
# One sound, several habits; each pair turns the first into the second, in this order.
_HABITS: Final = (
    ("sch", "sh"), ("tch", "ch"), ("tsch", "ch"), ("shch", "sh"), ("ph", "f"), ("gh", "g"), ("dj", "j"), ("dh", "z"),
    ("oe", "o"), ("ue", "u"), ("ae", "a"), ("aa", "a"), ("ee", "i"), ("oo", "u"), ("eo", "o"), ("eu", "u"), ("ei", "i"),
    ("ai", "i"), ("ck", "k"), ("kh", "h"), ("ch", "h"), ("cz", "c"), ("sz", "s"), ("rz", "z"),
    ("tz", "ts"), ("x", "ks"),
    ("q", "k"), ("c", "k"), ("y", "i"), ("j", "i"), ("w", "v"), ("oi", "u"),
)  # fmt: skip
_VOWELESS: Final = ("HEBREW", "ARABIC")
_SIGNED: Final = ("CJK",)


def listed(words: str) -> frozenset[str]:
    """Words with spaces between, as a set."""
    return frozenset(words.split())


@lru_cache(20_000)
def letters(word: str) -> str:
    """A word in small plain letters, as a reader of Latin script would write it: "Þórður" as "thordur"."""
    folded = unicodedata.normalize("NFC", word).casefold()
    for sign, plainly in _SIGNS:
        folded = folded.replace(sign, plainly)
    return re.sub(r"[^a-z0-9]", "", anyascii(folded).lower())


@lru_cache(20_000)
def plain(word: str) -> str:
    """A word without the habits of spelling: "Poernomo" and "Purnomo", "Kseniya" and "Ksenia" are the same."""
    return _undoubled(_habits(letters(word), "u"))


def spellings(word: str) -> frozenset[str]:
    """Every plain form that a word may have: "ou" is a long o in Japanese and a u in French."""
    found = letters(word)
    ways = (found, "u"), (found.replace("oh", "o"), "o"), (found.replace("oe", "u").replace("tj", "c"), "u")
    return frozenset(_undoubled(_habits(letters_, ou)) for letters_, ou in ways)


@lru_cache(20_000)
def bones(word: str) -> str:
    """What is left of a word without vowels, and with the consonants that scripts without vowels cannot tell apart."""
    found = letters(word)
    for said, bone in (("kh", "k"), ("ch", "k"), ("dh", "z"), ("th", "t"), ("sh", "s"), ("tz", "s"), ("ts", "s")):
        found = found.replace(said, bone)
    found = found.translate(str.maketrans("pqcxzj", "fkkksg"))
    return _undoubled(re.sub(r"[aeiouyvwh0-9]", "", found))


@lru_cache(20_000)
def script_of(word: str) -> str:
    """The script of a word's first letter, by its Unicode name: LATIN, CYRILLIC, HEBREW …; "" without letters."""
    for sign in word:
        if sign.isalpha():
            name = unicodedata.name(sign, "")
            return "CJK" if name.startswith(("CJK", "HIRAGANA", "KATAKANA")) else name.split(" ")[0]
    return ""


def vowelless(word: str) -> bool:
    """Whether a word's script leaves its vowels out."""
    return script_of(word) in _VOWELESS


def readable(word: str) -> bool:
    """Whether the plain letters of a word are how its bearer would write them; signs are read in several languages."""
    return script_of(word) not in _SIGNED


def _habits(word: str, ou: str) -> str:
    word = word.replace("ou", ou).replace("oy", ou)
    for habit, plainly in _HABITS:
        word = word.replace(habit, plainly)
    return word


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)
