"""How this reader wants pages to look: theme, density, language, direction, read once per request."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import translation

THEMES = ("light", "dark")
DENSITIES = ("compact",)
THEME_COOKIE = "cha-theme"
DENSITY_COOKIE = "cha-density"
KEYS_COOKIE = "cha-keys"


@dataclass(frozen=True, slots=True)
class Look:
    """The attributes of `<html>`. An empty theme follows the reader's system, an empty density is comfortable."""

    theme: str
    density: str
    keys: bool
    lang: str
    dir: str
    nonce: str


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `look` for the base layouts, from cookies that the theme controller or a form writes."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    density = request.COOKIES.get(DENSITY_COOKIE, "")
    return {
        "look": Look(
            theme=theme if theme in THEMES else "",
            density=density if density in DENSITIES else "",
            keys=request.COOKIES.get(KEYS_COOKIE) != "off",
            lang=translation.get_language() or "en",
            dir="rtl" if translation.get_language_bidi() else "ltr",
            nonce=str(getattr(request, "csp_nonce", "")),
        )
    }
