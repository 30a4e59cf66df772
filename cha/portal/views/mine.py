"""All my conversations, and leaving."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.core.errors import ChaError, Invalid, TooMany
from cha.people.models import ContactPoint, Person
from cha.portal.doors import device_way, known, let_out, see_other
from cha.portal.limits import ANSWERS, within
from cha.portal.mine_page import mine_page_of
from cha.portal.models.way_in import LASTS, leave_by, still_in
from cha.portal.pages import customers, show
from cha.portal.telling import Told, begin
from cha.portal.views.conversation import LONGEST
from cha.portal.views.links import ask_page, take_address


@require_http_methods(["GET", "HEAD", "POST"])
@customers
def all_mine(request: HttpRequest) -> HttpResponse:
    """Everything they asked us, for a device that is in; for any other, where one asks for a link."""
    if request.method == "POST":
        return take_address(request)
    way = device_way(request)
    if not way or not still_in(way):
        return ask_page(request)
    return _mine(request)


@known
def _mine(request: HttpRequest, person: Person) -> HttpResponse:
    return list_page(request, person)


def list_page(
    request: HttpRequest, person: Person, *, typed: str = "", once: str = "", error: ChaError | None = None
) -> HttpResponse:
    """The list, with what was typed when a new concern was not taken."""
    page = mine_page_of(person)
    context = {
        "page": page,
        "days": LASTS.days,
        "typed": typed,
        "once": once or secrets.token_urlsafe(12),
        "error": error.sentence if error else "",
    }
    return show(request, "mine", context, shop=page.shop, status=error.status if error else 200)


@require_POST
@known
def new_concern(request: HttpRequest, person: Person) -> HttpResponse:
    """Something new, from somebody we know: they need not begin again."""
    typed, once = request.POST.get("body", "")[:LONGEST].strip(), request.POST.get("once", "")[:40]
    try:
        _must_be_taken(person, typed)
    except (Invalid, TooMany) as error:
        return list_page(request, person, typed=typed, once=once, error=error)
    begin(person, Told(typed, once or secrets.token_urlsafe(12)), _address(request))
    return see_other(reverse("all-mine"))


def _must_be_taken(person: Person, typed: str) -> None:
    if not typed:
        raise Invalid(_("Please write a few words first."), field="body")
    if not within("new", person.pk, ANSWERS):
        raise TooMany(_("That was a lot in one hour. Please wait a little, or call us."))


def _address(request: HttpRequest) -> str:
    """The address that this device proved: the answer goes there."""
    point: ContactPoint | None = ContactPoint.objects.filter(ways_in=device_way(request)).first()
    return point.value if point else ""


@require_POST
@customers
def leave(request: HttpRequest) -> HttpResponse:
    """This device forgets who it was; nobody can come in by its cookie again."""
    way = device_way(request)
    if way:
        leave_by(way)
    return let_out(see_other(reverse("all-mine") + "?left"))
