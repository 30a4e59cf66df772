"""Which day a person names: "Saturday", "6 June", "12/06", "tomorrow". Pure, in six languages.

A weekday is the next one, today included. A day without a year is the nearest one from half a year ago on. In numbers
the day stands before the month, unless only the other way round there is such a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from cha.language.letters import cased, plain
from cha.promises.understanding.lexicon import base
from cha.promises.understanding.vocabulary import DAYS, MONTHS

HALF_A_YEAR: Final = timedelta(days=183)
_NEAR: Final = {
    "en": {"today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2},
    "nl": {"vandaag": 0, "vanavond": 0, "morgen": 1, "overmorgen": 2},
    "fr": {"aujourd'hui": 0, "ce soir": 0, "demain": 1, "apres-demain": 2},
    "de": {"heute": 0, "heute abend": 0, "morgen": 1, "ubermorgen": 2},
    "es": {"hoy": 0, "esta noche": 0, "manana": 1, "pasado manana": 2},
    "ar": {"اليوم": 0, "الليله": 0, "غدا": 1, "بعد غد": 2},
}
# Second names of days and months, which stand between the first ones in the vocabulary.
_SECOND_DAY: Final = {"sonnabend": 5}
_SECOND_MONTH: Final = {"janner": 1, "setiembre": 9}
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBERS: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


def day_named(said: str, language: str, today: date) -> date | None:
    """The day that is meant, or None where none is sure: "next week". said: as written, with nothing around it."""
    tongue, words = base(language), _folded(said)
    if words in _near(tongue):
        return today + timedelta(days=_near(tongue)[words])
    for found in (_in_numbers(words, today), _in_words(words, tongue, today)):
        if found:
            return found
    weekday = _weekdays(tongue).get(words)
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday()) % 7)


def _in_numbers(words: str, today: date) -> date | None:
    if match := _ISO.fullmatch(words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _NUMBERS.fullmatch(words)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    year = int(match[3]) % 100 + 2000 if match[3] else None
    return _dated(first, second, year, today) or _dated(second, first, year, today)


def _in_words(words: str, language: str, today: date) -> date | None:
    month = next((number for name, number in _months(language).items() if re.search(rf"(?<!\w){name}(?!\w)", words)), 0)
    year = _YEAR.search(words)
    day = _DAY.search(words)
    return _dated(int(day[1]), month, int(year[0]) if year else None, today) if day and month else None


def _dated(day: int, month: int, year: int | None, today: date) -> date | None:
    if year:
        return _day(year, month, day)
    near = (_day(today.year + more, month, day) for more in (-1, 0, 1))
    coming = [found for found in near if found and found > today - HALF_A_YEAR]
    return min(coming, default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _folded(words: str) -> str:
    return " ".join(plain(cased(words)).replace("’", "'").split())


@cache
def _near(language: str) -> Mapping[str, int]:
    return {_folded(said): days for said, days in _NEAR[language].items()}


@cache
def _weekdays(language: str) -> Mapping[str, int]:
    return dict(_numbered(DAYS[language], _SECOND_DAY, 0, 7))


@cache
def _months(language: str) -> Mapping[str, int]:
    """Longest first, so that "june" is found before "jun"."""
    found = dict(_numbered(MONTHS[language], _SECOND_MONTH, 1, 12))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _numbered(names: str, second: Mapping[str, int], first: int, many: int) -> Iterator[tuple[str, int]]:
    """Names in their order; one that was there is skipped, a short form is that of the name it begins."""
    seen: dict[str, int] = {}
    for name in dict.fromkeys(_folded(name) for name in names.split("|")):
        if name in second:
            number = second[name]
        else:
            short = next((known for full, known in seen.items() if len(name) < 5 and full.startswith(name)), None)
            number = short if short is not None else first + sum(1 for known in seen if known not in second) % many
        seen[name] = number
        yield name, number
