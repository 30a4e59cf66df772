"""A day's ranges of hours, from words and back: "08:30-12:30, 13:15-18:30".

Minutes of the wall clock, without a date and without a zone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from cha.core.errors import Invalid

DAY: Final = 24 * 60
_RANGE: Final = re.compile(r"(\d{1,2})[:.h]?(\d{2})?\s*(?:-|–|—|to|until)\s*(\d{1,2})[:.h]?(\d{2})?", re.IGNORECASE)


class Range(NamedTuple):
    """Minutes of the wall clock since the midnight on which the range begins; `closes` passes 1440 at night."""

    opens: int
    closes: int


def ranges(said: str, *, field: str = "") -> tuple[Range, ...]:
    """One day's hours from words: "08:30-12:30, 13:15-18:30", "9-17", "22:00-02:00", "" or "closed".

    Raises Invalid with a sentence for people where a range cannot be read, is empty, or overlaps another.
    """
    if said.strip().lower() in {"", "-", "closed"}:
        return ()
    found = sorted(_range(part.strip(), field) for part in re.split(r"[,;&]", said) if part.strip())
    for earlier, later in pairwise(found):
        if later.opens < earlier.closes:
            both = {"one": words((earlier,)), "other": words((later,))}
            raise Invalid(_("%(one)s and %(other)s overlap.") % both, code="hours_overlap", field=field)
    return tuple(found)


def words(day: Sequence[Range]) -> str:
    """One day's hours as a form shows them; "" when closed."""
    return ", ".join(f"{_clock(r.opens)}-{_clock(r.closes)}" for r in day)


def _range(said: str, field: str) -> Range:
    found = _RANGE.fullmatch(said)
    if not found:
        raise Invalid(
            _("“%(said)s” is not a range of hours. Write it as 08:30-12:30.") % {"said": said},
            code="hours_unreadable",
            field=field,
        )
    opens, closes = _minutes(found[1], found[2], said, field), _minutes(found[3], found[4], said, field)
    if opens in (closes, DAY):
        raise Invalid(
            _("“%(said)s” holds no time. The whole day is 00:00-24:00.") % {"said": said},
            code="hours_empty",
            field=field,
        )
    return Range(opens, closes if closes > opens else closes + DAY)


def _minutes(hour: str, minute: str | None, said: str, field: str) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or total > DAY:
        raise Invalid(
            _("“%(said)s” has a time that no clock shows. Times run from 00:00 to 24:00.") % {"said": said},
            code="hours_no_such_time",
            field=field,
        )
    return total


def _clock(minutes: int) -> str:
    shown = minutes if minutes <= DAY else minutes - DAY
    return f"{shown // 60:02}:{shown % 60:02}"
