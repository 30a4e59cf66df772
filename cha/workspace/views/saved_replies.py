"""Saved replies, filled for one person."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act
from cha.workspace.now.saved import replies_for


@members
@require_GET
def index(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose one to begin from."""
    conversation = find_conversation(request, conversation_id)
    values = {"conversation": conversation, "replies": replies_for(conversation, request.user)}
    return act(request, "saved_replies", values)
