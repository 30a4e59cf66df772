"""A form of hours: ranges in pairs of fields, holidays with a switch, stretches of days. Plain values both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.core.errors import Invalid
from cha.core.hours import DAYS, ranges, words
from cha.team.models.own_hours import USUAL
from cha.team.week_words import week_from_words, week_in_words

MOST_RANGES: Final = 8
MONDAY_TO: Final = ("tue", "wed", "thu", "fri")
_CLOSED: Final = re.compile(r"\s*(closed|off|-|)\s*", re.IGNORECASE)


def week_typed(post: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """The week of the pairs `mon-1-from`, `mon-1-to`, … as `hours.from_data` takes it.

    Raises Invalid under the day's name for half a pair.
    """
    return {day: said for day in DAYS if (said := _day_typed(post, f"{prefix}{day}"))}


def _day_typed(post: Mapping[str, str], key: str) -> str:
    found = []
    for number in range(1, MOST_RANGES + 1):
        opens, closes = (post.get(f"{key}-{number}-{end}", "").strip() for end in ("from", "to"))
        if bool(opens) != bool(closes):
            raise Invalid(_("Write both: when it begins and when it ends."), field=key)
        if opens:
            found.append(f"{opens}-{closes}")
    return ", ".join(found)


def week_shown(week: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """A kept week as the pairs of a form."""
    shown: dict[str, str] = {}
    for day in DAYS:
        for number, one in enumerate(ranges(week.get(day, "")), 1):
            opens, closes = words((one,)).split("-")
            shown |= {f"{prefix}{day}-{number}-from": opens, f"{prefix}{day}-{number}-to": closes}
    return shown


def pairs_of(form: Mapping[str, str], day: str) -> list[tuple[int, str, str]]:
    """The ranges of a day that a form shows: their number, beginning and end; one after the last is free."""
    said = ((n, form.get(f"{day}-{n}-from", ""), form.get(f"{day}-{n}-to", "")) for n in range(1, MOST_RANGES + 1))
    return [one for one in said if one[1] or one[2]]


def as_monday(post: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with Monday's ranges on the other days of work."""
    others = {key: said for key, said in post.items() if key.split("-")[0] not in MONDAY_TO}
    monday = {key[3:]: said for key, said in post.items() if re.fullmatch(r"mon-\d+-(from|to)", key)}
    return others | {f"{day}{key}": said for day in MONDAY_TO for key, said in monday.items()}


def holidays_typed(post: Mapping[str, str], shown: Iterable[str]) -> dict[str, str]:
    """Hours of the holidays that were shown and are not closed: their own, or "usual"."""
    open_ones = [day for day in shown if f"closed-{day}" not in post]
    return {day: post.get(f"day-{day}", "").strip() or USUAL for day in open_ones}


def stretches_typed(post: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Days of one's own and seasons, of the rows `stretch-0-first`, … A day without a name is a day.

    Raises Invalid under `stretch-N`.
    """
    days: dict[str, str] = {}
    seasons: list[dict[str, Any]] = []
    numbers = sorted({int(found[1]) for key in post if (found := re.fullmatch(r"stretch-(\d{1,3})-first", key))})
    for number in numbers:
        said = {part: post.get(f"stretch-{number}-{part}", "").strip() for part in ("name", "first", "last", "hours")}
        if not said["first"] or f"stretch-{number}-drop" in post:
            continue
        week, yearly = _week_said(said["hours"], f"stretch-{number}"), f"stretch-{number}-yearly" in post
        first, last = (_date(one or said["first"], f"stretch-{number}") for one in (said["first"], said["last"]))
        if first == last and not said["name"] and not yearly:
            days[said["first"]] = week.get(DAYS[first.weekday()], "")
            continue
        if last < first and not yearly:
            raise Invalid(_("It ends before it begins."), field=f"stretch-{number}")
        ends = [f"{day:%m-%d}" if yearly else day.isoformat() for day in (first, last)]
        seasons.append({"name": said["name"][:80], "first": ends[0], "last": ends[1], "week": week})
    return days, seasons


def stretch_shown(season: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A kept season as a row of the form; a yearly one with the dates that it has next."""
    yearly = len(season["first"]) == len("06-01")
    first, last = season["first"], season["last"]
    if yearly:
        over = last < first
        year = today.year + (f"{today:%m-%d}" > last and not over)
        first, last = f"{_leap(year, first)}", f"{_leap(year + over, last)}"
    return {"name": season["name"], "first": first, "last": last, "yearly": yearly, "hours": said_week(season["week"])}


def said_week(week: Mapping[str, str]) -> str:
    """A week in words; "closed" for none."""
    return week_in_words(week) or _("closed")


def _leap(year: int, day: str) -> str:
    """A date of a year; 29 February is the 28th where there is none."""
    try:
        return date.fromisoformat(f"{year}-{day}").isoformat()
    except ValueError:
        return f"{year}-02-28"


def _week_said(said: str, field: str) -> dict[str, str]:
    if _CLOSED.fullmatch(said) or said.strip().lower() == _("closed").lower():
        return {}
    return week_from_words(said, field=field)


def _date(said: str, field: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        sentence = _("“%(said)s” is not a date. Write it as 2026-12-25.") % {"said": said}
        raise Invalid(sentence, field=field) from None
