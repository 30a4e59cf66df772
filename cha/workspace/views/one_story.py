"""One story? Two conversations of one person merged, looked at before, and taken apart again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, Merge, Message, merge, take_apart
from cha.conversations.models.moving import moved_messages
from cha.core.errors import ChaError, Invalid, NotFound
from cha.core.ids import decode
from cha.promises.models import Promise
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.rail import rail
from cha.workspace.stories.candidates import candidates, lines, named, told_of
from cha.workspace.stories.reasons import reasons

SHOWN = 200


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose what is the same story; it comes into the one that is open. `with` looks at both first."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        other = _other(request, request.GET.get("with", ""))
        if other and other.pk != conversation.pk and not other.merged_into_id:
            return _look(request, conversation, other)
        return act(request, "one_story", _choices(request, conversation))
    try:
        row = merge(_chosen(request), into=conversation, by=request.user)
    except ChaError as error:
        return act(request, "one_story", _choices(request, conversation), error)
    say_done(request, _("Two became one story"), reverse("taking-apart", args=[conversation.pk, row.pk]))
    return back_to(conversation)


@members
@require_http_methods(["GET", "POST"])
def undo(request: MemberRequest, conversation_id: int, merge_id: int) -> HttpResponse:
    """Take it apart: what came goes back; what was said since stays, but for what is ticked."""
    conversation = find_conversation(request, conversation_id)
    row = Merge.objects.filter(pk=merge_id, into=conversation).select_related("source").first()
    if row is None:
        raise NotFound(_("They are two stories already."))
    if request.method == "GET":
        return act(request, "taking_apart", _since(conversation, row))
    try:
        source = take_apart(row, by=request.user, along=_ticked(request))
    except ChaError as error:
        return act(request, "taking_apart", _since(conversation, row), error)
    say_done(request, _("Taken apart: two stories again"))
    return back_to(conversation if conversation.pk == row.into_id else source)


def _choices(request: MemberRequest, conversation: Conversation) -> dict[str, Any]:
    query = request.GET.get("q", "")
    return {
        "conversation": conversation,
        "query": query,
        "chosen": request.POST.get("other", ""),
        "candidates": candidates(conversation, request.user, query, moment()),
    }


def _look(request: MemberRequest, conversation: Conversation, other: Conversation) -> HttpResponse:
    """Both as they would read together, and what speaks for and against it."""
    at = moment()
    both = Message.objects.filter(conversation__in=[conversation, other]).order_by("at", "pk")
    told = told_of([conversation, other])
    shown = lines(list(both[:SHOWN]), conversation, at)
    values = {
        "rail": rail(request.user, "now"),
        "conversation": conversation,
        "sides": [(one, named(one), _sums(one)) for one in (conversation, other)],
        "other": other,
        "lines": shown,
        "comes": sum(line["comes"] for line in shown),
        "reasons": reasons(told[conversation.pk], told[other.pk]),
        "same_person": conversation.person_id == other.person_id,
    }
    return render(request, "workspace/stories/look.html", values)


def _sums(conversation: Conversation) -> dict[str, int]:
    open_ones = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN)
    return {"messages": conversation.messages.count(), "promises": open_ones.count()}


def _since(conversation: Conversation, row: Merge) -> dict[str, Any]:
    came = moved_messages(row)
    since = Message.objects.filter(conversation=conversation, at__gt=row.at).exclude(pk__in=came).order_by("pk")
    count = Message.objects.filter(conversation=conversation, pk__in=came).count()
    shown = lines(list(since[:SHOWN]), conversation, moment())
    return {"conversation": conversation, "merge": row, "count": count, "lines": shown}


def _chosen(request: MemberRequest) -> Conversation:
    other = _other(request, request.POST.get("other", ""))
    if other is None:
        raise Invalid(_("Choose the conversation that is the same story."), field="other")
    return other


def _other(request: MemberRequest, public_id: str) -> Conversation | None:
    try:
        found = decode(public_id)
    except ValueError:
        return None
    # Not followed to its story: whoever was quicker is said so.
    row = Conversation.objects.filter(pk=found, merged_into__isnull=False).first()
    if row and visible_to(request.user).filter(pk=find_conversation(request, found).pk).exists():
        return row
    return find_conversation(request, found)


def _ticked(request: MemberRequest) -> list[int]:
    found = []
    for public_id in request.POST.getlist("message"):
        try:
            found.append(decode(public_id))
        except ValueError:
            continue
    return found
