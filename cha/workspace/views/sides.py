"""Words with somebody outside: passing on, asking, writing back, and noting that an answer was read."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation, Message, SideConversation, go_through, open_side, write_aside
from cha.conversations.models.side import take_back_side, words_of_side
from cha.core.errors import Invalid, NotFound, TooLarge
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.copies import one_address
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.now.passing_on import Passable, addresses_of, asked_before, passable, quoted
from cha.workspace.now.writing import keep_files


@members
@require_http_methods(["GET", "POST"])
def pass_on(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Pass messages on, with own words above."""
    return _outside(request, conversation_id, passing=True)


@members
@require_http_methods(["GET", "POST"])
def ask(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Ask somebody outside: only own words go."""
    return _outside(request, conversation_id, passing=False)


def _outside(request: MemberRequest, conversation_id: int, *, passing: bool) -> HttpResponse:
    conversation = find_conversation(request, conversation_id)
    rows = passable(conversation, moment()) if passing else []
    values = _form(conversation, rows, request)
    if request.method == "GET":
        return act(request, "outside", values)
    try:
        message = _open(request, conversation, rows)
    except (Invalid, TooLarge) as error:
        return act(request, "outside", {**values, "typed": request.POST}, error)
    undo = reverse("side-taking-back", args=[conversation.pk, message.pk])
    say_done(request, _("Sent to %(address)s") % {"address": message.address}, undo)
    return back_to(conversation)


def _form(conversation: Conversation, rows: list[Passable], request: MemberRequest) -> dict[str, Any]:
    names = set(request.POST.getlist("pass"))
    newest = {rows[0].pk} if rows else set()
    return {
        "conversation": conversation,
        "passing": bool(rows),
        "messages": rows,
        "chosen": {row.pk for row in rows if row.public_id in names} if request.method == "POST" else newest,
        "known": asked_before(request.user),
        "once": request.POST.get("once", "") or secrets.token_urlsafe(9),
    }


def _open(request: MemberRequest, conversation: Conversation, rows: list[Passable]) -> Message:
    form = request.POST
    chosen = [row for row in rows if row.public_id in form.getlist("pass")]
    wanted = set(form.getlist("file"))
    ids = [file.pk for row in rows for file in row.files if file.public_id in wanted]
    ids += keep_files(request.FILES.getlist("files"))
    without = addresses_of(conversation) if "bare" in form else []
    return open_side(
        conversation,
        one_address(form.get("to", ""), "to"),
        form.get("subject", "").strip() or conversation.subject,
        form.get("body", ""),
        by=request.user,
        passing=[row.pk for row in chosen],
        attachment_ids=ids,
        quoted=quoted(chosen, without=without),
        once=form.get("once", "")[:40],
    )


@members
@require_http_methods(["GET", "POST"])
def write(request: MemberRequest, conversation_id: int, side_id: int) -> HttpResponse:
    """Write once more to whom a side conversation is with."""
    conversation = find_conversation(request, conversation_id)
    side = _find(conversation, side_id)
    once = request.POST.get("once", "")[:40] or secrets.token_urlsafe(9)
    values = {
        "conversation": conversation,
        "side": side,
        "once": once,
        "last": words_of_side(conversation.pk, side.pk).last(),
    }
    if request.method == "GET":
        return act(request, "side_words", values)
    try:
        ids = keep_files(request.FILES.getlist("files"))
        message = write_aside(side, request.POST.get("body", ""), by=request.user, attachment_ids=ids, once=once)
    except (Invalid, TooLarge) as error:
        return act(request, "side_words", {**values, "typed": request.POST}, error)
    undo = reverse("side-taking-back", args=[conversation.pk, message.pk])
    say_done(request, _("Sent to %(address)s") % {"address": side.address}, undo)
    return back_to(conversation)


@members
@require_POST
def read(request: MemberRequest, conversation_id: int, side_id: int) -> HttpResponse:
    """An answer from outside has been read."""
    conversation = find_conversation(request, conversation_id)
    go_through(_find(conversation, side_id), by=request.user)
    return back_to(conversation)


@members
@require_POST
def take_back(request: MemberRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Undo within the first seconds."""
    conversation = find_conversation(request, conversation_id)
    message = Message.objects.filter(pk=message_id, conversation=conversation, kind="passed").first()
    if message is None:
        raise NotFound(_("It has gone already, or was never here."))
    take_back_side(message, by=request.user)
    return back_to(conversation)


def _find(conversation: Conversation, side_id: int) -> SideConversation:
    found = SideConversation.objects.filter(pk=side_id, conversation=conversation).first()
    if found is None:
        raise NotFound(_("There is no such conversation with somebody outside."))
    return found
