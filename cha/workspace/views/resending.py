"""Sending again what was said, in the same words, to the same or another address."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.conversations.models import Conversation, Kind, Message, resend
from cha.core.errors import Invalid, NotFound
from cha.language.times import said
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.copies import one_address, ways_to
from cha.workspace.now.page import act, back_to, moment, say_done

MOST = 8


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose which, and to whom."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "resending", _choices(conversation))
    try:
        to = one_address(request.POST.get("other", "") or request.POST.get("to", ""), "other")
        once = request.POST.get("once", "")[:40]
        message = resend(_chosen(request, conversation), by=request.user, to=to, once=once)
    except Invalid as error:
        return act(request, "resending", {**_choices(conversation), "typed": request.POST}, error)
    undo = reverse("withdrawal", args=[conversation.pk, message.pk])
    say_done(request, _("Sent again"), undo)
    return back_to(conversation)


def _said(conversation: Conversation) -> list[Message]:
    rows = Message.objects.filter(conversation=conversation, kind=Kind.SAID).exclude(delivery="held")
    return list(rows.order_by("-pk")[:MOST])


def _chosen(request: MemberRequest, conversation: Conversation) -> Message:
    wanted = request.POST.get("message", "")
    found = next((message for message in _said(conversation) if message.public_id == wanted), None)
    if found is None:
        raise NotFound(_("It has gone already, or was never here."))
    return found


def _choices(conversation: Conversation) -> dict[str, Any]:
    at = moment()
    messages = [
        {
            "public_id": row.public_id,
            "text": row.text,
            "when": said(row.at, now=at.at, zone=at.zone, language=at.language),
        }
        for row in _said(conversation)
    ]
    ways = ways_to(conversation, "")
    return {"conversation": conversation, "messages": messages, "ways": ways, "once": secrets.token_urlsafe(9)}
