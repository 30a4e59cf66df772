"""The tags of a conversation."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cha.conversations.models import Conversation, Tag, tag
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Let it carry exactly the ticked tags and the new words."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "tags", _choices(conversation))
    tag(conversation, [*request.POST.getlist("tag"), *request.POST.get("more", "").split(",")], by=request.user)
    return back_to(conversation)


def _choices(conversation: Conversation) -> dict[str, object]:
    carried = set(conversation.tags.values_list("name", flat=True))
    known = list(Tag.objects.order_by("name").values_list("name", flat=True)[:60])
    names = sorted({*known, *carried})
    return {"conversation": conversation, "tags": [(name, name in carried) for name in names]}
