"""What a conversation is about."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cha.conversations.models import set_topic
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to
from cha.workspace.now.words import topics


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Say what it is about, and in one line what it comes to."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "topic", {"conversation": conversation, "topics": topics()})
    gist = request.POST.get("gist", "").strip()
    set_topic(conversation, request.POST.get("topic", ""), by=request.user, gist=gist)
    return back_to(conversation)
