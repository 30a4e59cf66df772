"""A written name as its words: without what stands around a name, in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cha.people.likeness import common
from cha.people.likeness.romanised import letters, listed, script_of

_TITLES: Final = listed(
    "mr mrs ms miss mx dr prof drs ir ing sir lady lord lt col cpt capt maj rev fr pst pastor sister"
    " herr frau dipl m mme mlle monsieur madame de heer mevrouw mevr dhr sig signor signora dott sra srta senor senora"
    " don dona pan pani bpk bapak pak ibu bu mbah haji hj hajja haci bay bayan kyrios kyria ato weizero sheikh"
    " r roro raden alhaji alhaja mallam chief barr engr kyai ustaz cikgu thay"
)
_TITLES_WRITTEN: Final = listed("chị cô ông bà chú κα κος г-н г-жа пан пані السيد السيدة")
_PARTICLES: Final = listed(
    "van von der den de del della di da das do dos du la le las los el al ul bin ibn bint ben op ter ten te zu zum zur"
    " ni mac y e i og"
)
_GENERATIONS: Final = {
    **dict.fromkeys(("sr", "senior", "elder", "id", "idosb", "ozv", "pere", "padre"), "older"),
    **dict.fromkeys(("jr", "junior", "younger", "ii", "ifj", "fils", "filho", "hijo"), "younger"),
    **dict.fromkeys(("iii", "neto", "nieto"), "third"),
}
_FIRMS: Final = listed("gmbh ltd llc inc bv nv sarl srl spa ag kg oy ab ohg plc")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its words. `title`, `generation` and `firm` are what stood around it."""

    words: tuple[str, ...]
    generation: str = ""
    firm: bool = False


@lru_cache(20_000)
def read_name(written: str) -> Name:
    """A written name: titles and particles left off, "Family, Given" turned round, signs without spaces cut."""
    text = unicodedata.normalize("NFKC", written).replace("W/", "Wolde ")
    family, comma, given = text.partition(",")
    text = f"{given} {family}" if comma and len(family.split()) <= 3 else text
    parts = [part for part in re.split(r"[\s.,;()/_\-‐–־・]+", text) if any(sign.isalpha() for sign in part)]
    found, generation, firm = [], "", False
    for part in parts:
        low = letters(part)
        generation = _GENERATIONS.get(low, "") or generation
        firm = firm or low in _FIRMS
        if low not in _GENERATIONS and low not in _FIRMS:
            found.append(part)
    words = [part for part in found if not _is_title(part)] or found
    kept = [part for part in words if letters(part) not in _PARTICLES] or words
    if len(kept) == 1:
        kept = _cut(kept[0])
    return Name(tuple(piece for part in kept for piece in _bare(part)), generation, firm)


def _is_title(word: str) -> bool:
    return word.casefold() in _TITLES_WRITTEN or (len(letters(word)) > 1 and letters(word) in _TITLES)


def _bare(word: str) -> list[str]:
    """A word without the Arabic article; initials written together, apart."""
    if word.isupper() and len(word) in (2, 3) and script_of(word) == "LATIN" and not set(word) & set("AEIOUY"):
        return list(word)
    return [word[2:] if word.startswith("ال") and len(word) > 4 else word]


def _cut(word: str) -> list[str]:
    """Signs without spaces as family and given name; other words as they are."""
    script = script_of(word)
    if common.is_common(word, word):
        return [word]
    if script not in ("CJK", "HANGUL") or not 2 <= len(word) <= 4 or not word.isalpha():
        return [word]
    if any("぀" <= sign <= "ヿ" for sign in word):
        return [word]
    for length in (3, 2):
        if len(word) > length and common.is_common(word[:length], word[:length]):
            return [word[:length], word[length:]]
    first = 2 if len(word) > 2 and (word[:2] in common.COMPOUND) else 1
    return [word[:first], word[first:]]
