"""Saying no well, and looking at a "no" again."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.resolutions.endings.refusing import ask_review, because_words, review, say_no
from cha.resolutions.endings.signals import settle
from cha.resolutions.endings.words import language_of, no_words, review_words
from cha.resolutions.models import Refusal, Signal
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.endings.noes import shown_no
from cha.workspace.now.page import act, back_to, moment, say_done

FIELDS = ("wanted", "because", "reason", "instead", "next_person")


@members
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Say no well. `wanted`, `because`, `reason`, `instead` and `next_person` may come along, to begin with."""
    conversation = find_conversation(request, conversation_id)
    form = request.POST if request.method == "POST" else request.GET
    typed = {name: form.get(name, "").strip() for name in FIELDS}
    values = {"conversation": conversation, "because": because_words(), "typed": typed}
    values |= {"once": secrets.token_urlsafe(9), "language": language_of(conversation)}
    if request.method == "GET":
        return act(request, "saying_no", values)
    words = form.get("words", "").strip() or no_words(
        conversation, typed["wanted"].rstrip("."), typed["reason"], typed["instead"], typed["next_person"]
    )
    try:
        row = say_no(
            conversation,
            typed["wanted"],
            typed["because"],
            typed["reason"],
            words,
            by=request.user,
            instead=typed["instead"],
            next_person=typed["next_person"],
            once=form.get("once", "")[:40],
        )
    except Invalid as error:
        return act(request, "saying_no", values, error)
    undo = reverse("withdrawal", args=[conversation.pk, row.message or 0])
    say_done(request, _("On its way to %(name)s") % {"name": conversation.person.first_name}, undo)
    return back_to(conversation)


@members
@require_http_methods(["GET", "POST"])
def again(request: MemberRequest, conversation_id: int, refusal_id: int) -> HttpResponse:
    """Look at a "no" again: it stands, or we change our mind."""
    conversation = find_conversation(request, conversation_id)
    row = _find(conversation, refusal_id)
    values = {"conversation": conversation, "no": shown_no(row, request.user, moment())}
    if request.method == "GET":
        return act(request, "no_again", values)
    stands, answer = request.POST.get("stands") == "yes", request.POST.get("answer", "").strip()
    try:
        words = review_words(conversation, stands, answer)
        review(row, stands, answer, words, by=request.user, hold=timedelta(0))
    except (Invalid, Conflict, Refused) as error:
        return act(request, "no_again", {**values, "typed": request.POST}, error)
    say_done(request, _("The answer is on its way to %(name)s") % {"name": conversation.person.first_name})
    return back_to(conversation)


@members
@require_POST
def asking(request: MemberRequest, conversation_id: int, refusal_id: int) -> HttpResponse:
    """A colleague asks that somebody else looks at it."""
    conversation = find_conversation(request, conversation_id)
    ask_review(_find(conversation, refusal_id), request.POST.get("words", ""), by=request.user)
    say_done(request, _("The leads are asked to look again"))
    return back_to(conversation)


@members
@require_POST
def settling(request: MemberRequest, conversation_id: int, signal_id: int) -> HttpResponse:
    """A lead looked at what was noticed: fine, or to be watched."""
    conversation = find_conversation(request, conversation_id)
    row = Signal.objects.filter(pk=signal_id, person_id=conversation.person_id).first() if request.user.leads else None
    if row is None:
        raise NotFound(_("There is nothing to look at."))
    settle(row, request.POST.get("means", ""), by=request.user)
    say_done(request, _("Noted. It is quiet now."))
    return back_to(conversation)


def _find(conversation: Conversation, refusal_id: int) -> Refusal:
    row = Refusal.objects.filter(pk=refusal_id, conversation=conversation).select_related("said_by").first()
    if row is None:
        raise NotFound(_("There is no such no."))
    row.conversation = conversation
    return row
