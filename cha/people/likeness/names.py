"""Two names: one name, two forms of one, a part of one, or two names that differ. Pure; in any script and order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from typing import Final

from cha.people.likeness import common
from cha.people.likeness.forms import alike, form_of_word, initial_of, same_word
from cha.people.likeness.reading import read_name
from cha.people.likeness.romanised import bones, letters, plain, readable, script_of, vowelless


class Likeness(StrEnum):
    """How two names are alike.

    `INITIALS`: a family name and a letter; `SHORT`: a given name and one; `PART`: one word of several; `SCRIPTS`:
    perhaps one, in two scripts.
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
class Compared:
    """What two names have in common. `rare`: few others are called so; `shared`: a word is the same."""

    likeness: Likeness
    rare: bool = False
    shared: bool = False


UNKNOWN: Final = Compared(Likeness.UNKNOWN)


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
    for test, pairs in ((same_word, found.exact), (form_of_word, found.forms), (initial_of, found.initials)):
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
    return any(min(len(one), len(other)) > 1 and alike(one, other) >= 0.6 for one, other in pairs)


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
