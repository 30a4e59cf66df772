"""Arabic verbs: stems with the person before them and the object behind. Nothing is guessed beyond the stems known."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from cha.language.moments import tokens

_BEHIND: Final = (
    "ك|كم|كن|ه|ها|هم|هن|لك|لكم|له|لها|لكي|ون|ين|ونك|ونكم|ني|نا|لنا|هالك|هالكم|هلك|هلكم|لكياه|وا|وها|وه|وك|وكم|ي|يك"
    "|لكو|كو|لي|لهم|هولك|هالك|لكياها|يكم|يه|يها"
)
_BEFORE: Final = r"(?P<and>[وف]?)(?P<will>س|ه|ح|ب|ل|م(?=ن)|)(?P<who>[انيت]|)"
_NOT_FUTURE: Final = (
    "سنه",
    "سنوات",
    "سنوي",
    "سيار",
    "سيد",
    "سياره",
    "ستار",
    "ستائر",
    "سند",
    "سيرفر",
    "سنتر",
    "ستون",
    "سته",
)


class Verb(NamedTuple):
    """what: of a vow. ours: the first person says it. future: it is marked so.

    toward: "us", "you" or "it" where the ending says so; "past" of "أرسلنا", "request" of "أعيدوا".
    """

    what: str
    ours: bool
    future: bool
    toward: str


@lru_cache(10_000)
def verb(word: str) -> Verb | None:
    """What a folded word says when it is a verb in the present or future that is known."""
    for pattern, what in _patterns():
        found = pattern.fullmatch(word)
        if found and (found["will"] or found["who"]):
            return _verb(found, what)
    return None


def future(word: str) -> bool:
    """Whether any verb, known or not, is in the first person's future ("سأبحث", "سنبحث")."""
    bare = word.removeprefix("و").removeprefix("ف")
    return len(word) >= 5 and bare[:2] in {"سا", "سن"} and not word.startswith(_NOT_FUTURE)


def _verb(found: re.Match[str], what: str) -> Verb:
    will, who, behind = found["will"], found["who"], found["behind"]
    toward = "us" if behind in {"نا", "لنا", "ني", "لي", "ين"} or (who == "ت" and behind in {"ون", "وا", "ي"}) else ""
    toward = "you" if "ك" in behind else toward
    toward = "it" if behind in {"ه", "ها"} else toward
    toward = "request" if who == "ا" and not will and behind in {"وا", "ي", "وها", "وه"} else toward
    toward = "past" if (who, will, behind) == ("ا", "", "نا") else toward
    return Verb(what, who in {"ا", "ن"} or (not who and will in {"ب", "ه", "ح"}), will in {"س", "ه", "ح", "م"}, toward)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads(files(__package__).joinpath("words", "ar.toml").read_text(encoding="utf-8"))["stem"]
    made = []
    for what, stems in table.items():
        folded = {tokens(stem, "ar")[0].word for stem in stems.split("|") if " " not in stem}
        known = "|".join(sorted(folded, key=len, reverse=True))
        made.append((re.compile(rf"{_BEFORE}(?:{known})(?P<behind>(?:{_BEHIND})?)"), what))
    return tuple(made)
