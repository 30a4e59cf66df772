"""Settings, Business: what the business is called, where it is, what it speaks, and its colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cha.core.errors import Conflict, Invalid
from cha.promises.acknowledgement.palette import brand_of, contrast
from cha.promises.models.going_alone import goes_alone, let_go_alone
from cha.team.models import Brand, brand
from cha.team.models.brand import name_business
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.places import countries, zones
from cha.workspace.settings_page import saved, show, typed, wrong

ALONE = (10, 15, 20, 30, 45, 60)
MORE = "more_currencies"
FIELDS = (
    "name", "short_name", "address", "place", "phone", "site", "colour", "zone", "country", "region", "language",
    "currency", MORE,
)  # fmt: skip


@managers
@require_http_methods(["GET", "POST"])
def business(request: MemberRequest) -> HttpResponse:
    """The business, and the saving of it. `?colour=#rrggbb` shows how another colour would look."""
    face = brand()
    if face is None:
        raise Conflict("Name the business first.", code="no_business")
    if request.method != "POST":
        form = {field: getattr(face, field) for field in FIELDS}
        form[MORE] = ", ".join(face.more_currencies)
        return _page(request, face, {**form, "colour": request.GET.get("colour", face.colour)})
    given: dict[str, Any] = {field: request.POST.get(field, getattr(face, field)) for field in FIELDS}
    given = {field: value.strip() if isinstance(value, str) else value for field, value in given.items()}
    given |= _currencies(request.POST)
    try:
        name_business(by=request.user, **given)
    except Invalid as error:
        again = {**given, MORE: ", ".join(given[MORE]), **typed(request)}
        return _page(request, face, again, status=422, errors=wrong(error))
    return saved("settings-business")


@managers
@require_POST
def heads_ups(request: MemberRequest) -> HttpResponse:
    """Whether a heads-up goes by itself when nobody can send it, and how long before."""
    chosen = request.POST.get("minutes", "")
    let_go_alone(int(chosen) if chosen.isdecimal() else None, by=request.user)
    return saved("settings-business")


def _page(request: MemberRequest, face: Brand, form: Mapping[str, str], **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "sample": face.called,
        "swatches": _swatches(form["colour"]),
        "zones": zones(),
        "countries": countries(),
        "languages": settings.LANGUAGES,
        "alone": goes_alone() or "",
        "alones": [("", _("Only members send it")), *((str(one), _minutes(one)) for one in ALONE)],
    }
    return show(request, "settings/business.html", **context, **more)


def _currencies(post: Mapping[str, str]) -> dict[str, Any]:
    """What was typed of currencies, as codes: "gbp, usd" is GBP and USD."""
    found: dict[str, Any] = {"currency": post["currency"].strip().upper()} if "currency" in post else {}
    if MORE in post:
        found[MORE] = list(dict.fromkeys(post[MORE].upper().replace(",", " ").replace(";", " ").split()))[:12]
    return found


def _minutes(number: int) -> str:
    return ngettext("%(num)s minute before it is due", "%(num)s minutes before it is due", number) % {"num": number}


def _swatches(colour: str) -> list[dict[str, str]]:
    """How the colour is spent, by day and by night, and how well words on it read (WCAG contrast, to 1)."""
    drawn = brand_of(colour)
    pairs = (("day", drawn.light), ("night", drawn.dark))
    return [
        {"name": name, "brand": one.brand, "on": one.on, "ratio": f"{contrast(one.brand, one.on):.1f}"}
        for name, one in pairs
    ]
