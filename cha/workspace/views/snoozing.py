"""Snoozing: out of the list until a moment, or until the person writes."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation, snooze, wake_up
from cha.core.errors import Invalid
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.now.times import chosen, later_times, promised_words


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose when it comes back. A time past a promise is refused, with the reason."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "snoozing", _choices(conversation))
    at = moment()
    try:
        snooze(conversation, chosen(request.POST, at.zone), by=request.user)
    except Invalid as error:
        return act(request, "snoozing", {**_choices(conversation), "typed": request.POST}, error)
    say_done(request, _("Snoozed"), reverse("waking", args=[conversation.pk]))
    return back_to(conversation)


@members
@require_POST
def wake(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Back into the list now."""
    conversation = find_conversation(request, conversation_id)
    wake_up(conversation, by=request.user)
    return back_to(conversation)


def _choices(conversation: Conversation) -> dict[str, object]:
    at = moment()
    times = later_times(at, conversation.next_promise_at)
    return {"conversation": conversation, "times": times, "zone": at.zone, "promised": promised_words(conversation, at)}
