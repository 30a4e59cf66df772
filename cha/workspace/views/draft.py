"""The draft, kept as one types."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cha.conversations.models import here, keep_draft
from cha.conversations.models.drafting_together import keep_part
from cha.workspace.doors import MemberRequest, find_conversation, members


@members
@require_POST
def keep(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Keep what is written so far as a reply or a note, and let the others know that somebody writes."""
    conversation = find_conversation(request, conversation_id)
    text = request.POST.get("body", "")
    kind = "note" if request.POST.get("kind") == "note" else "reply"
    if conversation.pk == conversation_id:
        keep_draft(conversation, text, by=request.user, kind=kind)
    else:
        keep_part(conversation_id, conversation, text, by=request.user, kind=kind)
    here(conversation, by=request.user, writing=kind == "reply" and bool(text.strip()))
    return HttpResponse(status=204)
