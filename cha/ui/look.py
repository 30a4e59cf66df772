"""How this reader wants pages to look: theme, density, language, direction, read once per request."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

THEMES = ("light", "dark")
DENSITIES = ("compact",)
THEME_COOKIE = "cha-theme"
DENSITY_COOKIE = "cha-density"
KEYS_COOKIE = "cha-keys"
FIELD = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


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
    """Context processor: `look` for the base layouts, from cookies that the theme controller or a form writes; CSRF."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    density = request.COOKIES.get(DENSITY_COOKIE, "")
    proof = SimpleLazyObject(lambda: get_token(request))
    return {
        # Made at most once a page, where Django would make one for each form.
        "csrf_token": proof,
        "csrf_input": SimpleLazyObject(lambda: format_html(FIELD, proof)),
        "look": Look(
            theme=theme if theme in THEMES else "",
            density=density if density in DENSITIES else "",
            keys=request.COOKIES.get(KEYS_COOKIE) != "off",
            lang=translation.get_language() or "en",
            dir="rtl" if translation.get_language_bidi() else "ltr",
            nonce=str(getattr(request, "csp_nonce", "")),
        ),
    }
