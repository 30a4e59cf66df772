"""Time zones and countries as choices of a form."""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from django.utils.translation import get_language, to_locale

from cha.core.clock import now


def zones() -> list[tuple[str, str]]:
    """Every place's zone and the time there now: ("Europe/Brussels", "Europe/Brussels (13:22 now)")."""
    at = now()
    return [(zone, f"{zone.replace('_', ' ')} ({at.astimezone(ZoneInfo(zone)):%H:%M})") for zone in _names()]


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    known = available_timezones()
    places = {zone for zone in known if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/"))}
    return (*sorted(places), str(UTC))


def countries() -> list[tuple[str, str]]:
    """Countries whose public holidays are known, in the reader's language; "" first, for none."""
    return _countries(get_language() or "en")


@lru_cache(maxsize=8)
def _countries(language: str) -> list[tuple[str, str]]:
    import holidays

    known = Locale.parse(to_locale(language)).territories
    found = [(code, known.get(code, code)) for code in holidays.list_supported_countries() if len(code) == 2]
    return [("", "–"), *sorted(found, key=lambda pair: pair[1])]
