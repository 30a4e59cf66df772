"""The two doors for customers: a private link opens one conversation; a way in opens all of a person's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from cha.conversations.models import Conversation
from cha.conversations.private_link import Opened, open_link
from cha.core.errors import NotFound
from cha.people.models import Person
from cha.portal.models.way_in import LASTS, WayIn, still_in
from cha.portal.pages import keep_private
from cha.portal.tongues import language_for, remember
from cha.portal.views.rested import rested_page, unknown_page

P = ParamSpec("P")
COOKIE = "cha_person"
SALT = "cha.portal.device"


@dataclass(frozen=True, slots=True)
class Door:
    """What a view behind a private link is given."""

    conversation: Conversation
    token: str
    opened: Opened

    @property
    def person(self) -> Person:
        return self.conversation.person

    def url(self, name: str, *more: object) -> str:
        """The address of a page behind the same link."""
        return reverse(name, args=[self.token, *more])

    def go(self, name: str, where: str = "") -> HttpResponse:
        """On to a page behind the same link, after a form: a reload sends nothing twice."""
        return see_other(self.url(name) + where)


def see_other(address: str) -> HttpResponse:
    """Go there with GET, whatever brought you here (RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def private(
    view: Callable[Concatenate[HttpRequest, Door, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Behind a private link. A rested link, or none of ours, gets the page that sends a new one.

    The view is called in the language chosen here, or that of the conversation.
    """

    @wraps(view)
    def enter(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            opened = open_link(token)
        except NotFound:
            with translation.override(language_for(request)):
                response = unknown_page(request)
        else:
            door = Door(opened.conversation, token, opened)
            known = door.conversation.language or door.person.language
            with translation.override(language_for(request, known)):
                if opened.rested:
                    response = rested_page(request, opened, token)
                else:
                    response = view(request, door, *args, **kwargs)
        remember(request, response)
        return keep_private(response)

    return enter  # type: ignore[return-value]  # Django gives what is in an address by name


def known(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For a device that came in by a way in; any other is led to where one asks for a link."""

    @wraps(view)
    def enter(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        way = device_way(request)
        person = still_in(way) if way else None
        if person is None:
            return keep_private(see_other(reverse("all-mine")))
        with translation.override(language_for(request, person.language)):
            response = view(request, person, *args, **kwargs)
        remember(request, response)
        return keep_private(response)

    return enter  # type: ignore[return-value]  # Django gives what is in an address by name


def device_way(request: HttpRequest) -> int | None:
    """The way that this device came in by; None when it did not, or its cookie is not ours."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return kept if isinstance(kept, int) else None


def let_in(response: HttpResponse, way: WayIn) -> HttpResponse:
    """Let the device that gets this response in, for thirty days."""
    response.set_cookie(
        COOKIE,
        signing.dumps(way.pk, salt=SALT),
        max_age=int(LASTS.total_seconds()),
        path=reverse("all-mine"),
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


def let_out(response: HttpResponse) -> HttpResponse:
    """Let this device forget who it was."""
    response.delete_cookie(COOKIE, path=reverse("all-mine"), samesite="Lax")
    return response
