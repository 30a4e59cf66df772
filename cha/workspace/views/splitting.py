"""Splitting: the ticked messages become a story of their own; and together again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation, Message, Split, put_together, split
from cha.core.errors import ChaError, NotFound
from cha.core.ids import decode
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.stories.candidates import lines

SHOWN = 100


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Tick what is another story."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "splitting", _choices(request, conversation))
    try:
        row = split(conversation, _ticked(request), by=request.user)
    except ChaError as error:
        return act(request, "splitting", _choices(request, conversation), error)
    say_done(request, _("Split: two stories now"), reverse("putting-together", args=[row.into_id, row.pk]))
    return back_to(row.into)


@members
@require_POST
def undo(request: MemberRequest, conversation_id: int, split_id: int) -> HttpResponse:
    """One story again."""
    conversation = find_conversation(request, conversation_id)
    rows = Split.objects.select_related("source", "into").filter(pk=split_id)
    row = (rows.filter(source=conversation) | rows.filter(into=conversation)).first()
    if row is None:
        raise NotFound(_("They are one story again already."))
    put_together(row, by=request.user)
    say_done(request, _("One story again"))
    return back_to(row.source)


def _choices(request: MemberRequest, conversation: Conversation) -> dict[str, Any]:
    newest = Message.objects.filter(conversation=conversation).order_by("-pk")[:SHOWN]
    ticked = set(request.POST.getlist("message") or request.GET.getlist("message"))
    shown = lines(list(newest)[::-1], conversation, moment())
    return {"conversation": conversation, "lines": [{**line, "on": line["id"] in ticked} for line in shown]}


def _ticked(request: MemberRequest) -> list[int]:
    found = []
    for public_id in request.POST.getlist("message"):
        try:
            found.append(decode(public_id))
        except ValueError:
            continue
    return found
