"""Everything that was done to a conversation, read from the ledger."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.core.ledger import Event
from cha.language.times import said
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.events import names_for, sentence
from cha.workspace.now.page import moment
from cha.workspace.rail import rail

MOST = 500


@members
@require_GET
def show(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """The audit trail, oldest first."""
    conversation = find_conversation(request, conversation_id)
    names, at = names_for(conversation.person.called), moment()
    lines = [
        {
            "iso": event.at.isoformat(timespec="seconds"),
            "when": said(event.at, now=at.at, zone=at.zone, language=at.language),
            "words": sentence(event, names),
            "verb": event.verb,
        }
        for event in Event.objects.filter(conversation_id=conversation.pk).order_by("id")[:MOST]
    ]
    values = {"rail": rail(request.user, "now"), "conversation": conversation, "lines": lines}
    return render(request, "workspace/now/trail.html", values)
