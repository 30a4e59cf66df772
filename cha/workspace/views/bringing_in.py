"""Bringing somebody in: a colleague, a lead, another team, or somebody outside; the person is never lost on the way."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.conversations.access import visible_to
from cha.conversations.models.handing_over import HandOffWords
from cha.core.errors import Invalid
from cha.resolutions.endings.bounding import second_voice
from cha.resolutions.endings.bringing_in import bring_in
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.endings.hard_words import promised_words
from cha.workspace.hands import chosen_hand, hands
from cha.workspace.now.page import act, back_to, moment, say_done


@members
@require_http_methods(["GET", "POST"])
def show(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Whom: leads who are there first. What was promised goes along, or stays."""
    conversation = find_conversation(request, conversation_id)
    first = second_voice(request.user)
    found = hands(request.user)
    found["hands"] = sorted(
        _others(found["hands"], request.user), key=lambda one: (one != first, not one.leads, one.name)
    )
    values = {"conversation": conversation, "promised": promised_words(conversation, moment()), **found}
    if request.method == "GET":
        return act(request, "bringing_in", values)
    member, team = chosen_hand(request.POST.get("hand", ""))
    words, keeps = HandOffWords(note=request.POST.get("note", "")), request.POST.get("vow") == "stays"
    try:
        bring_in(conversation, by=request.user, member=member, team=team, words=words, keeps=keeps)
    except Invalid as error:
        return act(request, "bringing_in", {**values, "typed": request.POST}, error)
    who = member.first_name if member else team.name if team else ""
    say_done(request, _("%(who)s has it now, with everything that was promised") % {"who": who})
    seen = visible_to(request.user).filter(pk=conversation.pk).exists()
    return back_to(conversation) if seen else redirect("now")


def _others(rows: list[Member], reader: Member) -> list[Member]:
    return [one for one in rows if one.pk != reader.pk]
