"""Blocked senders: one more from a conversation, all of them in Settings, and out again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import BlockedSender, block_sender, unblock_sender
from cha.conversations.models.blocking import sender_of
from cha.core.errors import ChaError
from cha.workspace.doors import MemberRequest, find_conversation, managers, members
from cha.workspace.now.page import back_to, say_done
from cha.workspace.settings_page import saved, show, typed, wrong


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Block whoever wrote this, or their whole domain; the conversation goes to the unwanted."""
    conversation = find_conversation(request, conversation_id)
    address = sender_of(conversation)
    value = "@" + address.rpartition("@")[2] if request.POST.get("whole") else address
    row = block_sender(value, by=request.user, conversation=conversation)
    say_done(
        request, _("%(sender)s is blocked") % {"sender": row.value}, reverse("taking-back", args=[conversation.pk])
    )
    return back_to(conversation)


@managers
@require_http_methods(["GET", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """All who are blocked, and a way to block one more by hand."""
    rows = BlockedSender.objects.select_related("member")
    if request.method == "GET":
        return show(request, "settings/blocked.html", rows=rows)
    try:
        block_sender(request.POST.get("value", ""), by=request.user)
    except ChaError as error:
        form = typed(request)
        return show(request, "settings/blocked.html", status=error.status, rows=rows, form=form, errors=wrong(error))
    return saved("settings-blocked")


@managers
@require_POST
def undo(request: MemberRequest, blocked_id: int) -> HttpResponse:
    """Let them write again."""
    unblock_sender(get_object_or_404(BlockedSender, pk=blocked_id), by=request.user)
    return saved("settings-blocked")
