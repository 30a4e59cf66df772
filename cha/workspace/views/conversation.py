"""One conversation, open on the working screen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from cha.notifications.models import saw
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import screen
from cha.workspace.now.saved import filled_reply
from cha.workspace.now.writing import Written, opened


@members
@require_GET
def show(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """The conversation beside the list; what became one story with another leads there.

    `saved` begins with a saved reply; `files` come from an undone answer.
    """
    conversation = find_conversation(request, conversation_id)
    if conversation.pk != conversation_id:
        return redirect("conversation", conversation.pk)
    if request.user.for_you:
        saw(conversation, by=request.user)
    words = filled_reply(request.GET.get("saved", ""), conversation, request.user)
    files = opened(request.GET.getlist("files"))
    return screen(request, conversation, written=Written(body=words or None, files=files))


@members
@require_GET
def person(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """The same with the person in front: a phone's third screen, a drawer on a narrow desk."""
    conversation = find_conversation(request, conversation_id)
    if conversation.pk != conversation_id:
        return redirect("conversation-person", conversation.pk)
    return screen(request, conversation, show="person")
