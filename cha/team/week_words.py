"""A week in words and back: "Monday to Friday, 09:00 to 18:00; Saturday 10:00-16:00", in the active language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.core.errors import Invalid
from cha.core.hours import DAYS, ranges, words

TIME = r"\d{1,2}(?:[:.h]\d{2})?"
UNTIL = r"\s*(?:-|–|—|tot|to|until|till|bis|à|a|hasta|إلى|حتى)\s*"
ONE = rf"{TIME}{UNTIL}{TIME}"
TIMES = re.compile(rf"({ONE})((?:\s*(?:,|&|\+|and|en|et|und|y|و)\s*{ONE})*)", re.IGNORECASE)
TO = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\bthrough\b|\btot\b|\bt/m\b|\bbis\b|\bà\b|\bau\b|\ba\b|إلى)\s*")
AND = re.compile(r"\s*(?:,|&|\+|\band\b|\ben\b|\bet\b|\bund\b|\by\b)\s*")


def week_from_words(said: str, *, field: str = "week") -> dict[str, str]:
    """Hours per day, as `cha.core.hours.from_data` takes them. No day named means every day.

    Raises Invalid, with a line that would do, where a day or a time cannot be read.
    """
    week: dict[str, str] = {}
    rest = said.strip()
    while rest:
        found = TIMES.search(rest)
        if not found:
            raise Invalid(
                _("There is no time in “%(said)s”. %(example)s") % {"said": rest, "example": _example()}, field=field
            )
        hours = ", ".join(
            re.sub(UNTIL, "-", one, flags=re.IGNORECASE) for one in re.findall(ONE, found[0], re.IGNORECASE)
        )
        read = words(ranges(hours, field=field))
        for day in _days(rest[: found.start()].strip(" ,;.:\n"), field):
            week[day] = read
        rest = rest[found.end() :].strip(" ,;.\n")
    return week


def week_in_words(week: Mapping[str, str]) -> str:
    """The same in words, days with the same hours together: "Monday to Saturday, 08:30-18:00"."""
    parts = []
    for hours, days in groupby(DAYS, key=lambda day: week.get(day, "")):
        named = [str(WEEKDAYS[DAYS.index(day)]) for day in days]
        if hours:
            form = _("%(first)s and %(last)s") if len(named) == 2 else _("%(first)s to %(last)s")
            span = form % {"first": named[0], "last": named[-1]}
            parts.append(f"{named[0] if len(named) == 1 else span}, {hours}")
    return "; ".join(parts)


def _days(said: str, field: str) -> Iterator[str]:
    if not said:
        yield from DAYS
        return
    for part in AND.split(said.lower()):
        ends = [_day(word, field) for word in TO.split(part) if word]
        first, last = (ends[0], ends[-1]) if ends else (0, -1)
        for number in range(first, last + 1 if last >= first else last + 8):
            yield DAYS[number % 7]


def _day(word: str, field: str) -> int:
    name = word.strip(" .,;:")
    for number, known in _names():
        if known == name or (len(name) >= 2 and known.startswith(name)):
            return number
    raise Invalid(_("“%(word)s” is no day. %(example)s") % {"word": name, "example": _example()}, field=field)


def _names() -> Iterator[tuple[int, str]]:
    for number in range(7):
        yield number, str(WEEKDAYS[number]).lower()
        yield number, str(WEEKDAYS_ABBR[number]).lower()
        with override("en"):
            yield number, str(WEEKDAYS[number]).lower()


def _example() -> str:
    return _("Write it as: Monday to Saturday, 08:30 to 18:00.")
