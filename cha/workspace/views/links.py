"""Linked conversations: they belong together without being one story."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation, Link, link, unlink
from cha.core.errors import ChaError, Invalid
from cha.core.ids import decode
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.stories.candidates import anybodys
from cha.workspace.stories.links import kinds


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose what it belongs with, and how."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "link", _choices(request, conversation))
    try:
        link(conversation, _chosen(request), by=request.user, kind=request.POST.get("kind", Link.Kind.RELATED))
    except ChaError as error:
        return act(request, "link", _choices(request, conversation), error)
    say_done(request, _("Linked"))
    return back_to(conversation)


@members
@require_POST
def remove(request: MemberRequest, conversation_id: int, other_id: int) -> HttpResponse:
    """They do not belong together."""
    conversation = find_conversation(request, conversation_id)
    unlink(conversation, find_conversation(request, other_id), by=request.user)
    say_done(request, _("No longer linked"))
    return back_to(conversation)


def _choices(request: MemberRequest, conversation: Conversation) -> dict[str, Any]:
    query = request.GET.get("q", "")
    return {
        "conversation": conversation,
        "query": query,
        "kinds": kinds(),
        "typed": request.POST,
        "candidates": anybodys(conversation, request.user, query, moment()),
    }


def _chosen(request: MemberRequest) -> Conversation:
    try:
        return find_conversation(request, decode(request.POST.get("other", "")))
    except ValueError as error:
        raise Invalid(_("Choose the conversation that belongs with it."), field="other") from error
