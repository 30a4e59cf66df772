"""Correcting a mood."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cha.conversations.models import correct_mood
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to


@members
@require_POST
def correct(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Say how it sounds; nothing is no mood."""
    conversation = find_conversation(request, conversation_id)
    correct_mood(conversation, request.POST.get("mood", ""), by=request.user)
    return back_to(conversation)
