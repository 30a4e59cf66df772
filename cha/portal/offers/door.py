"""The door of an offer: its own link, or the page of its conversation. Both lead to the same forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cha.channels.email.answering import answers_to
from cha.conversations.models import Conversation
from cha.core.errors import NotFound, TooMany
from cha.core.ids import encode
from cha.people.models import Person
from cha.portal.doors import Door, see_other
from cha.portal.limits import ANSWERS, within
from cha.portal.offers.page import OfferView, offer_shown, view_of
from cha.portal.pages import keep_private, show
from cha.portal.pathway_page import page_of
from cha.portal.tongues import language_for, remember
from cha.portal.views.rested import masked, unknown_page
from cha.resolutions.models import Offer
from cha.resolutions.offers.link import open_offer

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class OfferDoor:
    """What a view behind an offer is given. `page_url` shows it, the others take its forms."""

    offer: Offer
    page_url: str
    choose_url: str
    else_url: str

    @property
    def conversation(self) -> Conversation:
        return self.offer.conversation

    @property
    def person(self) -> Person:
        return self.offer.conversation.person

    def view(self) -> OfferView:
        """The offer as its page shows it."""
        return view_of(self.offer, self.choose_url, self.else_url)

    def count_one(self) -> None:
        """Count one form. Raises TooMany in words."""
        if not within("answer", self.conversation.pk, ANSWERS):
            raise TooMany(_("That was a lot in one hour. Please wait a little, or call us."))

    def go(self, where: str) -> HttpResponse:
        """On to the page of the offer, after a form."""
        return see_other(self.page_url + where)


def door_of_link(offer: Offer, token: str) -> OfferDoor:
    """The door that the link of an offer opens."""
    page, choose, other = (reverse(name, args=[token]) for name in ("offer", "offer-choose", "offer-else"))
    return OfferDoor(offer, page, choose, other)


def door_within(offer: Offer, door: Door) -> OfferDoor:
    """The same, on the page of its conversation."""
    key = encode(offer.pk)
    page = door.url("private-page")
    return OfferDoor(offer, page, door.url("private-offer-choose", key), door.url("private-offer-else", key))


def theirs(door: Door, offer_id: int) -> OfferDoor:
    """An offer that the page of a conversation shows. Raises NotFound for any other."""
    offer = offer_shown(door.conversation)
    if offer is None or offer.pk != offer_id:
        raise NotFound(_("There is no such offer."))
    return door_within(offer, door)


def by_link(
    view: Callable[Concatenate[HttpRequest, OfferDoor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Behind the link of an offer, in its person's language. A rested link, or none of ours, says so kindly."""

    @wraps(view)
    def enter(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            opened = open_offer(token)
        except NotFound:
            with translation.override(language_for(request)):
                response = unknown_page(request)
        else:
            offer = opened.offer
            known = offer.conversation.language or offer.language or offer.conversation.person.language
            with translation.override(language_for(request, known)):
                if opened.rested:
                    response = rested(request, offer, token)
                else:
                    response = view(request, door_of_link(offer, token), *args, **kwargs)
        remember(request, response)
        return keep_private(response)

    return enter  # type: ignore[return-value]  # Django gives what is in an address by name


def rested(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    """“This page has rested.” Its button mails a new link of the conversation to the address they wrote from."""
    page = page_of(offer.conversation)
    context = {
        "until": "",
        "token": token,
        "masked": masked(answers_to(offer.conversation)),
        "ask_url": reverse("offer-link", args=[token]),
    }
    return show(request, "rested", context, shop=page.shop, status=410)
