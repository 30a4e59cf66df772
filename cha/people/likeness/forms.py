"""Two words of two names: the same, two forms of one, or a letter for one."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from cha.people.likeness.nicknames import familiar
from cha.people.likeness.romanised import bones, letters, plain, readable, script_of, spellings, vowelless

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


def same_word(one: str, other: str) -> bool:
    """Whether two words are one, but for the habits of spelling."""
    if one.casefold() == other.casefold():
        return len(letters(one)) > 1
    # Other signs may sound the same and be another name.
    signs = not readable(one) and not readable(other)
    return len(letters(one)) > 1 and not signs and bool(spellings(one) & spellings(other))


def form_of_word(one: str, other: str) -> bool:
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
    return alike(one, other) >= (0.7 if mine == theirs else 0.8)


def alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1: twice the letters in common runs over all letters."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _one_slip(one: str, other: str) -> bool:
    """A long word with one slip inside: not at its end, where names of men and women differ."""
    if min(len(one), len(other)) < 7 or one[0] != other[0] or one[-2:] != other[-2:]:
        return False
    return alike(one, other) >= 0.85


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


def initial_of(one: str, other: str) -> bool:
    """Whether one word is the first letter of the other."""
    short, long = sorted((letters(one), letters(other)), key=len)
    return len(short) == 1 and long.startswith(short)
