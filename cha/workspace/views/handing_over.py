"""Handing over: one conversation with what the next one needs to know, or all of one's own at the shift's end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, end_shift, read_hand_off
from cha.conversations.models.conversation import OPEN
from cha.conversations.models.handing_over import HandOffWords
from cha.core.errors import Invalid
from cha.promises.handing_on import hand_off_words
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.hands import chosen_hand, hands, words_in
from cha.workspace.now.page import back_to, moment
from cha.workspace.rail import rail

MOST = 40


@members
@require_POST
def reading(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """The next one has read what was told."""
    conversation = find_conversation(request, conversation_id)
    read_hand_off(conversation, by=request.user)
    return back_to(conversation)


@members
@require_http_methods(["GET", "POST"])
def shift(request: MemberRequest) -> HttpResponse:
    """Hand over all of one's own at once, each with its words."""
    mine = list(_mine(request))
    if request.method == "GET":
        return _page(request, mine)
    member, team = chosen_hand(request.POST.get("hand", ""))
    ticked = request.POST.getlist("conversation")
    told = {row.pk: words_in(request.POST, f"-{row.public_id}") for row in mine if row.public_id in ticked}
    try:
        done = end_shift(told, by=request.user, member=member, team=team)
    except Invalid as error:
        return _page(request, mine, error)
    given = ngettext("%(num)s conversation was handed over.", "%(num)s conversations were handed over.", len(done))
    messages.success(request, given % {"num": len(done)})
    return redirect("now")


def _mine(request: MemberRequest) -> list[Conversation]:
    rows = visible_to(request.user).filter(assignee=request.user, state__in=OPEN)
    return list(rows.select_related("person").order_by("care_at", "-last_at")[:MOST])


def _page(request: MemberRequest, mine: list[Conversation], error: Invalid | None = None) -> HttpResponse:
    at = moment()
    rows = [(row, _told(request, row, at.zone, at.language)) for row in mine]
    values = {
        "rows": rows,
        "error": error,
        "typed": request.POST,
        "rail": rail(request.user, "now"),
        **hands(request.user),
    }
    return render(request, "workspace/now/shift.html", values, status=error.status if error else 200)


def _told(request: MemberRequest, row: Conversation, zone: str, language: str) -> HandOffWords:
    if request.method == "POST":
        return words_in(request.POST, f"-{row.public_id}")
    return hand_off_words(row, zone=zone, language=language)
