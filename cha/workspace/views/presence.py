"""Being here: renewed by an open page every twenty seconds while somebody can see it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cha.conversations.models import here, leave
from cha.notifications.models import saw
from cha.people.records.pulling import ask_if_old
from cha.promises.judging import read_now
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.visiting import seen_by_us


@members
@require_POST
def renew(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Looking, writing (`writing`), or gone (`gone`)."""
    conversation = find_conversation(request, conversation_id)
    if request.POST.get("gone"):
        leave(conversation, by=request.user)
    else:
        here(conversation, by=request.user, writing=bool(request.POST.get("writing")))
        ask_if_old(conversation.person, by=request.user)
        if request.user.for_you:
            saw(conversation, by=request.user)
        if request.user.answers:
            seen_by_us(conversation)
            read_now(conversation)
    return HttpResponse(status=204)
