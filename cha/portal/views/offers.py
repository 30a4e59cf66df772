"""An offer: looking at it, choosing, choosing again, something else, a person. Opening a page decides nothing."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cha.channels.email.answering import answers_to
from cha.conversations.private_link import private_path
from cha.core.errors import Conflict, Invalid, NotFound, TooMany
from cha.core.ids import decode
from cha.portal.doors import Door, private
from cha.portal.offers.door import OfferDoor, by_link, theirs
from cha.portal.offers.telling import ask_else, take_way
from cha.portal.pages import customers, show
from cha.portal.pathway_page import page_of
from cha.portal.telling import Told, ask_for_link, proves
from cha.portal.views.links import ask_page, look_in_mail, may_ask, too_often
from cha.portal.views.rested import masked, unknown_page
from cha.resolutions.offers.link import open_offer

LONGEST = 500


@require_safe
@by_link
def offer_page(request: HttpRequest, door: OfferDoor) -> HttpResponse:
    """The ways, or what was chosen."""
    return page(request, door)


@require_safe
@by_link
def one_way(request: HttpRequest, door: OfferDoor, number: int) -> HttpResponse:
    """One way, asked once more: a button of the mail leads here."""
    return page(request, door, asked=number)


@require_POST
@by_link
def choose_page(request: HttpRequest, door: OfferDoor) -> HttpResponse:
    """They choose a way by the form of the offer's own page."""
    return choosing(request, door)


@require_POST
@by_link
def else_page(request: HttpRequest, door: OfferDoor) -> HttpResponse:
    """Something else, or a person."""
    return otherwise(request, door)


@require_POST
@private
def private_choose(request: HttpRequest, door: Door, offer_id: int) -> HttpResponse:
    """They choose a way on the page of the conversation."""
    return choosing(request, theirs(door, offer_id))


@require_POST
@private
def private_else(request: HttpRequest, door: Door, offer_id: int) -> HttpResponse:
    """Something else, or a person, from the page of the conversation."""
    return otherwise(request, theirs(door, offer_id))


@require_POST
@private
def show_given(request: HttpRequest, door: Door) -> HttpResponse:
    """A press proves the address that the link was sent to, so that codes may be shown."""
    proves(door.conversation, door.person)
    return door.go("private-page", "#given")


def page(
    request: HttpRequest,
    door: OfferDoor,
    *,
    asked: int | None = None,
    typed: str = "",
    error: str = "",
    field: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of an offer. `asked` is the way it asks about once more; `field` is where something was wrong."""
    view, about = door.view(), page_of(door.conversation)
    one = view.way(asked) if asked is not None and view.changes else None
    context: dict[str, Any] = {
        "page": about,
        "offer": view,
        "one": None if one and one.picked else one,
        "gone": asked is not None and view.way(asked) is None,
        "offer_url": door.page_url,
        "whole": private_path(door.conversation),
        "typed": typed,
        "once": secrets.token_urlsafe(12),
        "error": error,
        "field": field,
        "told": "told" in request.GET,
    }
    return show(request, "offer", context, shop=about.shop, status=status)


def choosing(request: HttpRequest, door: OfferDoor) -> HttpResponse:
    """Take the form of a choice. Whoever was quicker elsewhere is told, and asked once more."""
    typed = request.POST.get("option", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 3):
        return page(request, door, error=_("Choose one of the ways first."), field="option", status=422)
    try:
        door.count_one()
        take_way(door.offer, int(typed), by=door.person, instead_of=_seen(request))
    except Conflict as conflict:
        door.offer.refresh_from_db(fields=["state"])
        again = int(typed) if conflict.code == "chosen" else None
        return page(request, door, asked=again, error=conflict.sentence, field="state", status=409)
    except (NotFound, TooMany) as wrong:
        return page(request, door, error=wrong.sentence, field="option", status=wrong.status)
    return door.go("#offer")


def otherwise(request: HttpRequest, door: OfferDoor) -> HttpResponse:
    """Take the form of something else; a person is asked for without a word."""
    wants = "person" if request.POST.get("wants") == "person" else "else"
    words = request.POST.get("words", "").strip()[:LONGEST]
    try:
        _must_say(wants, words)
        door.count_one()
        told = Told(words, request.POST.get("once", "")[:40] or secrets.token_urlsafe(12))
        ask_else(door.offer, wants, told, by=door.person)
    except (Invalid, TooMany) as wrong:
        return page(request, door, typed=words, error=wrong.sentence, field="words", status=wrong.status)
    return door.go("?told#offer")


def _must_say(wants: str, words: str) -> None:
    if wants == "else" and not words:
        raise Invalid(_("Say in a few words what you would rather have."), field="words")


def _seen(request: HttpRequest) -> int | None:
    """The choice that stood when their form was made."""
    try:
        return decode(request.POST.get("seen", ""))
    except ValueError:
        return None


@require_POST
@customers
def link_anew(request: HttpRequest, token: str) -> HttpResponse:
    """A rested link is asked for anew: what comes opens the page of the conversation."""
    try:
        conversation = open_offer(token).offer.conversation
    except NotFound:
        return unknown_page(request)
    if not may_ask(request, str(conversation.pk)):
        return ask_page(request, error=too_often(), status=429)
    ask_for_link(conversation)
    return look_in_mail(masked(answers_to(conversation)), {})
