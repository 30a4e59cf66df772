"""What every customer's page is made with: the language, the business, and headers that keep it private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from cha.core.clock import now
from cha.portal.shop import Shop, shop_of
from cha.portal.tongues import language_for, remember, tongues
from cha.team.models import Brand, brand

P = ParamSpec("P")
AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def keep_private(response: AnyResponse) -> AnyResponse:
    """Kept by no cache, told to no other site, found by no search engine.

    Referrers stay on this site rather than nowhere: with `no-referrer` browsers send `Origin: null` with a form, which
    the guard against forged forms must refuse.
    """
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # Django writes the address of what was refused to its log, and this address is a key.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def customers(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for whoever asks: in the language they chose or their browser's, private, the choice remembered."""

    @wraps(view)
    def enter(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(language_for(request)):
            response = view(request, *args, **kwargs)
        remember(request, response)
        return keep_private(response)

    return enter  # type: ignore[return-value]  # Django gives what is in an address by name


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    shop: Shop | None = None,
) -> HttpResponse:
    """Render one of the portal's pages; `shop` when it is known already."""
    language = translation.get_language() or "en"
    face = shop or here(language)
    own = {"shop": face, "tongues": tongues(language), "at_path": request.path, **(context or {})}
    return render(request, f"portal/{template}.html", own, status=status)


def here(language: str, face: Brand | None = None, zone: str = "", at: datetime | None = None) -> Shop:
    """The business, for a reader whose zone may not be known."""
    face = face or brand()
    return shop_of(face, language=language, zone=zone or (face.zone if face else "UTC"), at=at or now())
