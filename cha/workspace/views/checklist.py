"""The checklist of a conversation: written, ticked off, kept for the next time."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.conversations.models.checklist import (
    CheckItem,
    Checklist,
    add_checks,
    drop_check,
    keep_checklist,
    move_check,
    need_checks,
    tick,
)
from cha.core.errors import ChaError, NotFound
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, say_done
from cha.workspace.now.words import topic_words


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Write what is to be done, one thing a line; `keep` keeps the list for the topic."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "checklist", _values(conversation))
    try:
        needed = bool(request.POST.get("needed"))
        add_checks(conversation, request.POST.get("items", "").splitlines(), by=request.user, needed=needed)
        need_checks(conversation, needed, by=request.user)
        if request.POST.get("keep"):
            keep_checklist(conversation, by=request.user)
    except ChaError as error:
        return act(request, "checklist", {**_values(conversation), "typed": request.POST}, error)
    return back_to(conversation)


@members
@require_POST
def turn(request: MemberRequest, conversation_id: int, check_id: int) -> HttpResponse:
    """Done; or, when it was, not done after all."""
    item = _item(request, conversation_id, check_id)
    tick(item, by=request.user, done=item.done_at is None)
    return back_to(item.conversation)


@members
@require_POST
def move(request: MemberRequest, conversation_id: int, check_id: int) -> HttpResponse:
    """One place up, or down; the list stays open."""
    item = _item(request, conversation_id, check_id)
    move_check(item, by=request.user, up=request.POST.get("way") != "down")
    response = HttpResponseRedirect(reverse("checklist", args=[item.conversation_id]))
    response.status_code = 303
    return response


@members
@require_POST
def drop(request: MemberRequest, conversation_id: int, check_id: int) -> HttpResponse:
    """Off the list."""
    item = _item(request, conversation_id, check_id)
    drop_check(item, by=request.user)
    say_done(request, _("Taken off the list"))
    return back_to(item.conversation)


def _item(request: MemberRequest, conversation_id: int, check_id: int) -> CheckItem:
    conversation = find_conversation(request, conversation_id)
    item = CheckItem.objects.select_related("conversation").filter(pk=check_id, conversation=conversation).first()
    if item is None:
        raise NotFound(_("It is not on the list any more."))
    return item


def ask_for_checks(request: MemberRequest, conversation: Conversation, error: ChaError) -> HttpResponse:
    """The list, with what is still to be done first."""
    return act(request, "checklist", _values(conversation), error)


def _values(conversation: Conversation) -> dict[str, Any]:
    kept = Checklist.objects.filter(topic=conversation.topic).first() if conversation.topic else None
    items = list(CheckItem.objects.filter(conversation=conversation).order_by("place", "id"))
    return {
        "conversation": conversation,
        "items": items,
        "needed": any(item.needed for item in items) if items else bool(kept and kept.needed),
        "usual": "\n".join(kept.items) if kept else "",
        "topic": topic_words(conversation.topic) if conversation.topic else "",
        "address": reverse("checklist", args=[conversation.pk]),
    }
