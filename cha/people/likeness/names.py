"""Two names: one name, two forms of one, a part of one, or two names that differ. Pure; in any script and order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from typing import Final

from cha.people.likeness import common
from cha.people.likeness.nicknames import familiar
from cha.people.likeness.romanised import bones, letters, listed, plain, readable, script_of, spellings, vowelless

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
# Endings that make another name of one: a woman's of a man's, a son's of a father's.
_OTHERS: Final = ("a", "e", "ie", "ia", "ina", "ine", "ette", "ella", "anne", "ka", "bhai", "ne")
_WOMEN: Final = (("ov", "ova"), ("ev", "eva"), ("ski", "ska"), ("ski", "skaia"), ("ski", "skaya"))
# Korean families are written in letters in ways that no rule foretells.
_KOREAN: Final = {
    "이": "lee yi rhee i", "김": "kim gim", "박": "park bak pak", "최": "choi choe", "정": "jung jeong chung",
    "강": "kang gang", "조": "cho jo", "윤": "yoon yun", "장": "jang chang", "임": "lim im rim", "오": "oh o",
    "서": "seo suh", "신": "shin sin", "권": "kwon gwon", "류": "ryu yoo", "유": "yoo yu you", "노": "noh roh no",
    "선우": "sunwoo seonu", "독고": "dokgo dokko", "남궁": "namgung", "황보": "hwangbo", "제갈": "jegal",
}  # fmt: skip


# Hangul does not tell these apart at the end of a syllable.
_HARD: Final = str.maketrans("gbd", "kpt")


class Likeness(StrEnum):
    """How two names are alike.

    `INITIALS`: a family name and a letter; `SHORT`: a given name and one; `PART`: one word of several; `SCRIPTS`: perhaps one, in two scripts.
    """

    SAME = "same"
    FORMS = "forms"
    INITIALS = "initials"
    SHORT = "short"
    PART = "part"
    SCRIPTS = "scripts"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its words. `title`, `generation` and `firm` are what stood around it."""

    words: tuple[str, ...]
    generation: str = ""
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """What two names have in common. `rare`: few others are called so; `shared`: a word is the same."""

    likeness: Likeness
    rare: bool = False
    shared: bool = False


UNKNOWN: Final = Compared(Likeness.UNKNOWN)


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


@lru_cache(50_000)
def compare_names(one: str, other: str) -> Compared:
    """How two written names are alike, whichever order, script or form they are in."""
    # In one order, so that it does not matter which of two is looked at first.
    mine, theirs = map(read_name, sorted((one, other)))
    if not mine.words or not theirs.words:
        return UNKNOWN
    if mine.generation != theirs.generation or mine.firm != theirs.firm:
        return Compared(Likeness.DIFFERENT, shared=True)
    if _turned(mine.words, theirs.words):
        return Compared(Likeness.DIFFERENT, shared=True)
    found = _compare(mine.words, theirs.words)
    if found.likeness != Likeness.SAME and _run_together(mine.words, theirs.words):
        return Compared(Likeness.FORMS, rare=_rare(mine.words) and _rare(theirs.words), shared=True)
    return found


def _compare(mine: Sequence[str], theirs: Sequence[str]) -> Compared:
    found = _matched(mine, theirs)
    words = found.exact + found.forms
    if found.left and found.right:
        return _unlike(found.left, found.right, words)
    if not words:
        return UNKNOWN
    whole = not found.left and not found.right
    if found.initials and len(words) == 1:
        # "Ada N." says more than "A. Nwosu", who may be anybody of the family.
        full = mine if len(letters(mine[-1])) > 1 else theirs
        if any(full[-1] in pair for pair in found.initials):
            return Compared(Likeness.SHORT, shared=True)
        return Compared(Likeness.INITIALS, rare=_rare([words[0][0]]), shared=True)
    if len(words) == 1 and not whole:
        # A family name alone is the whole family's.
        longer, place = (mine, 0) if len(mine) > len(theirs) else (theirs, 1)
        family = words[0][place] == longer[-1] and readable(longer[-1])
        return Compared(Likeness.PART, rare=not family and _rare([words[0][0]]), shared=True)
    if not whole and _second(found, mine, theirs):
        return Compared(Likeness.PART, shared=True)
    same = whole and not found.forms and not found.initials
    by_sound = any(not readable(one) and not readable(other) for one, other in found.forms)
    rare = not by_sound and len(words) > 1 and all(_rare(written) for written in zip(*words, strict=True))
    return Compared(Likeness.SAME if same else Likeness.FORMS, rare=rare, shared=True)


def _second(found: _Matched, mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether somebody is called by what is the second given name of the other, who may be their mother."""
    longer, left = (mine, found.left) if found.left else (theirs, found.right)
    return longer[0] in left


@dataclass(slots=True)
class _Matched:
    """Which words meet which: the same, two forms of one, a letter for one; and those that are left."""

    left: list[str]
    right: list[str]
    exact: list[tuple[str, str]] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)
    initials: list[tuple[str, str]] = field(default_factory=list)


def _matched(mine: Sequence[str], theirs: Sequence[str]) -> _Matched:
    found = _Matched(list(mine), list(theirs))
    for test, pairs in ((_same, found.exact), (_form, found.forms), (_initial, found.initials)):
        for word in list(found.left):
            match = next((each for each in found.right if test(word, each)), None)
            if match is not None:
                found.left.remove(word)
                found.right.remove(match)
                pairs.append((word, match))
    if found.left and found.right and _joins(found.left, plain) & _joins(found.right, plain):
        found.forms.append(("".join(found.left), "".join(found.right)))
        found.left, found.right = [], []
    return found


def _unlike(left: list[str], right: list[str], words: Sequence[tuple[str, str]]) -> Compared:
    """Words are left on both sides: two names, unless what is left cannot be read in the same letters."""
    mine, theirs = {script_of(word) for word in left}, {script_of(word) for word in right}
    # People write their name in their own script or in Latin letters.
    two_scripts = mine != theirs and "LATIN" in mine | theirs
    if two_scripts and (_japanese(left) or _japanese(right) or _near(left, right)):
        return Compared(Likeness.SCRIPTS, rare=_near(left, right), shared=bool(words))
    return Compared(Likeness.DIFFERENT, shared=bool(words))


def _japanese(words: list[str]) -> bool:
    """Whether words are signs that are not read as Chinese: kana, or more than one sign for the family."""
    signs = [word for word in words if not readable(word)]
    chinese = len(signs) > 1 and (len(signs[0]) == 1 or signs[0] in common.COMPOUND)
    return bool(signs) and not chinese


def _near(left: list[str], right: list[str]) -> bool:
    """Whether words in a script without vowels may be these: near enough not to speak against them."""
    if not any(map(vowelless, (*left, *right))):
        return False
    pairs = [(bones(one), bones(other)) for one in left for other in right]
    return any(min(len(one), len(other)) > 1 and _alike(one, other) >= 0.6 for one, other in pairs)


def _same(one: str, other: str) -> bool:
    if one.casefold() == other.casefold():
        return len(letters(one)) > 1
    # Other signs may sound the same and be another name.
    signs = not readable(one) and not readable(other)
    return len(letters(one)) > 1 and not signs and bool(spellings(one) & spellings(other))


def _form(one: str, other: str) -> bool:
    """Two forms of one word: familiar, cut short, of a wife, or from another script."""
    mine, theirs = plain(one), plain(other)
    if _korean(one, other) or _korean(other, one):
        return True
    if len(mine) < 2 or len(theirs) < 2:
        return False
    if familiar(mine, theirs) or _clipped(letters(one), letters(other)) or _wife(mine, theirs):
        return True
    if not readable(one) and not readable(other):
        return letters(one) == letters(other)
    if script_of(one) == script_of(other):
        return _one_slip(mine, theirs)
    return _across(one, other)


def _across(one: str, other: str) -> bool:
    """The same word in two scripts."""
    mine, theirs = bones(one), bones(other)
    if vowelless(one) or vowelless(other):
        return mine == theirs and len(mine) > 1
    if not (readable(one) and readable(other)):
        return False
    one, other = (plain(word).translate(_HARD) for word in (one, other))
    return _alike(one, other) >= (0.7 if mine == theirs else 0.8)


def _alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1: twice the letters in common runs over all letters."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _one_slip(one: str, other: str) -> bool:
    """A long word with one slip inside: not at its end, where names of men and women differ."""
    if min(len(one), len(other)) < 7 or one[0] != other[0] or one[-2:] != other[-2:]:
        return False
    return _alike(one, other) >= 0.85


def _clipped(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 3 or len(short) == len(long):
        return False
    if long.startswith(short):
        return long[len(short) :] not in _OTHERS and len(long) - len(short) > 1
    return len(short) > 3 and long.endswith(short) and len(long) - len(short) > 1


def _wife(one: str, other: str) -> bool:
    pairs = [(one, other), (other, one)]
    return any(
        a.endswith(man) and b.endswith(woman) and a.removesuffix(man) == b.removesuffix(woman) and len(a) > 5
        for a, b in pairs
        for man, woman in _WOMEN
    )


def _korean(one: str, other: str) -> bool:
    return letters(other) in _KOREAN.get(one, "").split()


def _initial(one: str, other: str) -> bool:
    short, long = sorted((letters(one), letters(other)), key=len)
    return len(short) == 1 and long.startswith(short)


def _run_together(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the words are the same when written without spaces, in some order: "Zhuge Mingxuan" in three signs."""
    if len(mine) == len(theirs) == 1 or max(len(mine), len(theirs)) > 4:
        return False
    if _joins(mine, plain) & _joins(theirs, plain):
        return True
    one_sided = any(map(vowelless, mine)) != any(map(vowelless, theirs))
    return one_sided and bool(_joins(mine, bones) & _joins(theirs, bones))


def _joins(words: Sequence[str], shape: Callable[[str], str]) -> frozenset[str]:
    return frozenset("".join(map(shape, order)) for order in permutations(words)) - {""}


def _turned(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether father and son changed places: the same three words, but neither in order nor family name first."""
    if len(mine) != len(theirs) or len(mine) < 2:
        return False
    if len(mine) == 2:
        # Two given names, of somebody and of their father: which is whose, their order says.
        names = [plain(word) for word in mine]
        turned = names == [plain(word) for word in reversed(theirs)] != names[::-1]
        return turned and common.given() | common.fathers() >= set(names)
    one, other = [bones(word) for word in mine], [bones(word) for word in theirs]
    turns = [one[place:] + one[:place] for place in range(len(one))]
    return sorted(one) == sorted(other) and other not in turns


def _rare(words: Sequence[str]) -> bool:
    """Whether few are called so: two of the words are on no list of frequent names, or the only one."""
    unusual = sum(map(_unusual, words))
    return unusual > 1 or (unusual == len(words) == 1)


def _unusual(word: str) -> bool:
    if common.is_common(plain(word), word):
        return False
    return not readable(word) or (plain(word) not in common.given() and len(plain(word)) > 2)
