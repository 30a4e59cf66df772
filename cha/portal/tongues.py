"""Which language a customer's page is in: chosen, else the person's own, else the browser's; and the switch."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

COOKIE = "cha_language"
YEAR = 60 * 60 * 24 * 365
# Each in its own words, so that whoever is lost in another one finds theirs.
OWN_NAMES = {"en": "English", "nl": "Nederlands", "fr": "Français", "de": "Deutsch", "es": "Español", "ar": "العربية"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the switch."""

    code: str
    name: str
    here: bool


def spoken(code: str) -> str:
    """The code without its country if there is a catalogue for it; "" otherwise."""
    base = code.split("-")[0].lower()
    return base if base in OWN_NAMES else ""


def chosen(request: HttpRequest) -> str:
    """What this reader chose, now or before; "" when nothing."""
    return spoken(request.GET.get("lang", "")) or spoken(request.COOKIES.get(COOKIE, ""))


def language_for(request: HttpRequest, known: str = "") -> str:
    """The language of the page. `known` is what we know of the person."""
    return chosen(request) or spoken(known) or spoken(translation.get_language() or "") or "en"


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep a choice made by the switch for a year on this device."""
    code = spoken(request.GET.get("lang", ""))
    if code:
        response.set_cookie(COOKIE, code, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)


def tongues(here: str) -> tuple[Tongue, ...]:
    """Every language there is a page in."""
    return tuple(Tongue(code, name, code == here) for code, name in OWN_NAMES.items())
