"""Moments as people type them: "Friday by 16:00", "tomorrow". Text in, values out."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Final

from babel.core import Locale
from django.utils.translation import gettext as _

from cha.core.errors import Invalid
from cha.core.hours import Hours
from cha.language.moments import Clock, moment_of, pieces_in, tokens
from cha.language.times import clock, said

LONGEST: Final = 60


def moment_typed(
    text: str, *, now: datetime, zone: str, languages: tuple[str, ...], hours: Hours | None, field: str
) -> datetime | None:
    """The moment that words mean on somebody's clock (aware, UTC); None for no words. Raises Invalid near the field.

    It is read in the first of `languages` that says a moment; a day alone ends with the opening hours.
    """
    words = text.strip()[:LONGEST]
    if not words:
        return None
    doubts: tuple[str, ...] = ()
    for language in dict.fromkeys(languages):
        meant = _whole_day(words, language)
        pieces = pieces_in(tokens(meant, language), language)
        found = moment_of(pieces, Clock(now, zone, hours, language)) if pieces else None
        # A word that was not read may be the day: half a moment is none.
        if found and any(sign.isalnum() for sign in meant[: found.start] + meant[found.end :]):
            continue
        if found and found.by and "past" not in found.doubts and found.by > now:
            return found.by.astimezone(UTC)
        doubts = doubts or (found.doubts if found else ())
    if "past" in doubts:
        raise Invalid(_("That moment has passed."), field=field)
    raise Invalid(_("Write a time such as “Friday by 16:00” or “tomorrow”."), field=field)


def as_typed(moment: datetime, *, now: datetime, zone: str, language: str) -> str:
    """A moment as somebody would type it; `moment_typed` reads it as the same."""
    words, time = said(moment, now=now, zone=zone, language=language), clock(moment, zone=zone, language=language)
    return words if time in words else f"{words} {time}"


def _whole_day(text: str, language: str) -> str:
    """ "Wed 16:25" as "Wednesday 16:25": where a time is typed, the short name of a day is nothing else."""
    first, space, rest = text.partition(" ")
    short = first.casefold().rstrip(".")
    return _days(language).get(short, first) + space + rest


@cache
def _days(language: str) -> dict[str, str]:
    days = Locale.parse(language.replace("-", "_")).days["format"]
    return {
        name.casefold().rstrip("."): days["wide"][day]
        for width in ("short", "abbreviated")
        for day, name in days[width].items()
    }
