"""Following up: be reminded of it on a day, or ask the person then, in their language."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import (
    Conversation,
    FollowUp,
    follow_up,
    move_follow_up,
    resume_follow_up,
    say_later,
    settle_follow_up,
)
from cha.core.errors import Invalid
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.now.times import chosen, follow_times


@members
@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose the day, and whether it is for oneself or for the person."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "follow_up", _values(conversation))
    try:
        undo = _make(request, conversation)
    except Invalid as error:
        return act(request, "follow_up", {**_values(conversation), "typed": request.POST}, error)
    say_done(request, _("It comes back to you then"), undo)
    return back_to(conversation)


def _make(request: MemberRequest, conversation: Conversation) -> str:
    """Make it; returns where its undoing is posted to."""
    form, at = request.POST, moment()
    when = chosen(form, at.zone)
    if form.get("who") == "them":
        zone = conversation.person.zone or at.zone
        later = say_later(conversation, form.get("question", ""), when, by=request.user, zone=zone, beside=True)
        return reverse("later-taking-back", args=[conversation.pk, later.pk])
    row = follow_up(conversation, form.get("words", ""), when, by=request.user)
    return reverse("follow-up-settling", args=[conversation.pk, row.pk])


@members
@require_http_methods(["GET", "POST"])
def time(request: MemberRequest, conversation_id: int, follow_id: int) -> HttpResponse:
    """Another day."""
    conversation = find_conversation(request, conversation_id)
    row, at = _find(conversation, follow_id), moment()
    values: dict[str, Any] = {"conversation": conversation, "times": follow_times(at, at.zone), "zone": at.zone}
    values |= {"target": reverse("follow-up-time", args=[conversation.pk, row.pk]), "words": row.words}
    if request.method == "GET":
        return act(request, "coming_time", values)
    try:
        move_follow_up(row, chosen(request.POST, at.zone), by=request.user)
    except Invalid as error:
        return act(request, "coming_time", {**values, "typed": request.POST}, error)
    return back_to(conversation)


@members
@require_POST
def settle(request: MemberRequest, conversation_id: int, follow_id: int) -> HttpResponse:
    """It is done (`done`), or called off."""
    conversation = find_conversation(request, conversation_id)
    row = settle_follow_up(_find(conversation, follow_id), by=request.user, done="done" in request.POST)
    words = _("Done") if row.state == FollowUp.State.DONE else _("Called off")
    say_done(request, words, reverse("follow-up-resuming", args=[conversation.pk, row.pk]))
    return back_to(conversation)


@members
@require_POST
def resume(request: MemberRequest, conversation_id: int, follow_id: int) -> HttpResponse:
    """Undo: it stands again."""
    conversation = find_conversation(request, conversation_id)
    resume_follow_up(_find(conversation, follow_id), by=request.user)
    return back_to(conversation)


def _values(conversation: Conversation) -> dict[str, Any]:
    at = moment()
    with override(conversation.language or conversation.person.language or "en"):
        question = gettext("Hello %(name)s, we wanted to ask: is all well now?")
    question %= {"name": conversation.person.first_name}
    zone = conversation.person.zone or at.zone
    return {"conversation": conversation, "times": follow_times(at, zone), "zone": at.zone, "question": question}


def _find(conversation: Conversation, follow_id: int) -> FollowUp:
    return get_object_or_404(FollowUp, pk=follow_id, conversation=conversation)
