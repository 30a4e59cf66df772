"""Spam and the like: aside, and back."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.models import State, put_aside, take_back
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, say_done

REASONS = ("spam", "auto_reply", "list", "other")


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Out of every list but its own."""
    conversation = find_conversation(request, conversation_id)
    reason = request.POST.get("reason", "spam")
    put_aside(conversation, reason if reason in REASONS else "other", by=request.user)
    say_done(request, _("Put with the spam"), reverse("taking-back", args=[conversation.pk]))
    return back_to(conversation)


@members
@require_POST
def undo(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """It was no spam, or is not for the trash: it is what it was before."""
    conversation = find_conversation(request, conversation_id)
    take_back(conversation, by=request.user)
    say_done(request, _("Taken back: it waits on us") if conversation.state == State.OURS else _("Taken back"))
    return back_to(conversation)
