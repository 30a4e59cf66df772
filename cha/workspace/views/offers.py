"""Offers: two to four ways put to the person, what they said of it by telephone, and taking an offer back."""

from __future__ import annotations

from secrets import token_urlsafe

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ids import decode
from cha.resolutions.models import Offer
from cha.resolutions.offers.choosing import choose, want_else
from cha.resolutions.offers.offering import make_offer, take_back_offer
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import STREAM, act, back_to, moment, say_done
from cha.workspace.offers.composing import Composed, composed


@members
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Offer ways to put it right. What cannot be offered is said near its field."""
    conversation = find_conversation(request, conversation_id)
    form = request.GET if request.method == "GET" else request.POST
    shown = composed(conversation, request.user, form, moment())
    if request.method == "GET":
        return act(request, "offer", _values(request, conversation, shown))
    try:
        _make(request, conversation, shown)
    except (Invalid, Conflict, Refused) as error:
        return act(request, "offer", _values(request, conversation, shown), error)
    say_done(request, _("Offered to %(name)s") % {"name": conversation.person.first_name})
    return back_to(conversation)


def _make(request: MemberRequest, conversation: Conversation, shown: Composed) -> Offer:
    shown.must_be_right()
    until = shown.until or moment().at
    return make_offer(
        conversation,
        shown.ways,
        by=request.user,
        until=until,
        words=shown.words,
        silent=shown.silent,
        silent_kind=shown.silent_kind,
        shown=shown.seen,
        guide_walk=_number(request.POST.get("walk", "")),
        once=request.POST.get("once", "")[:40],
    )


@members
@require_POST
def note(request: MemberRequest, conversation_id: int, offer_id: int) -> HttpResponse:
    """What they said that they want, by telephone or at the counter, is noted."""
    conversation = find_conversation(request, conversation_id)
    offer = _offer(conversation, offer_id)
    number, before = _digit(request.POST.get("number", "")), _number(request.GET.get("instead_of", ""))
    via = "counter" if request.POST.get("via") == "counter" else "phone"
    choose(offer, number, by=request.user, via=via, instead_of=before)
    say_done(request, _("Noted"))
    return back_to(conversation)


@members
@require_POST
def note_else(request: MemberRequest, conversation_id: int, offer_id: int) -> HttpResponse:
    """They want none of these."""
    conversation = find_conversation(request, conversation_id)
    want_else(_offer(conversation, offer_id), "else", request.POST.get("words", ""), by=request.user, via="phone")
    say_done(request, _("Noted"))
    return back_to(conversation)


@members
@require_POST
def take_back(request: MemberRequest, conversation_id: int, offer_id: int) -> HttpResponse:
    """They can no longer choose from it."""
    conversation = find_conversation(request, conversation_id)
    take_back_offer(_offer(conversation, offer_id), by=request.user)
    say_done(request, _("The offer is taken back. Tell %(name)s.") % {"name": conversation.person.first_name})
    return back_to(conversation)


def _offer(conversation: Conversation, offer_id: int) -> Offer:
    found = Offer.objects.filter(pk=offer_id, conversation=conversation).first()
    if found is None:
        raise NotFound(_("There is no such offer."))
    return found


def _values(request: MemberRequest, conversation: Conversation, shown: Composed) -> dict[str, object]:
    """`live`: a script renews what the form says, so its button may count."""
    form = request.GET if request.method == "GET" else request.POST
    live = request.headers.get("Turbo-Frame") == "dialog" or STREAM in request.headers.get("Accept", "")
    once = form.get("once") or token_urlsafe(12)
    return {"conversation": conversation, "live": live, "once": once, "typed_yet": "what-1" in form, **shown.values}


def _number(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None


def _digit(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else 0
