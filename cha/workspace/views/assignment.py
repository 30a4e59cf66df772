"""Who looks after a conversation, and what they are told when it comes from somebody else."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, assign, hand_over
from cha.core.errors import Invalid
from cha.promises.handing_on import hand_off_words
from cha.team.models import Member, Team
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.hands import chosen_hand, hands, words_in
from cha.workspace.now.page import act, back_to, moment, say_done


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose a member, a team, or nobody; then see the conversation, or the list where it is out of sight now."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "assignment", _choices(request, conversation))
    member, team = chosen_hand(request.POST.get("hand", ""))
    try:
        _give(request, conversation, member, team)
    except Invalid as error:
        return act(request, "assignment", _choices(request, conversation), error)
    who = member.first_name if member else team.name if team else _("nobody")
    say_done(request, _("Given to %(who)s") % {"who": who})
    if not visible_to(request.user).filter(pk=conversation.pk).exists():
        return redirect("now")
    return back_to(conversation)


def _give(request: MemberRequest, conversation: Conversation, member: Member | None, team: Team | None) -> None:
    """To somebody else with what was written for them; to oneself or to nobody there is nothing to tell."""
    words = words_in(request.POST)
    if words and (team or (member and member.pk != request.user.pk)):
        hand_over(conversation, by=request.user, member=member, team=team, words=words)
    else:
        assign(conversation, by=request.user, member=member, team=team)


def _choices(request: MemberRequest, conversation: Conversation) -> dict[str, object]:
    at = moment()
    words = hand_off_words(conversation, zone=at.zone, language=at.language)
    told = words_in(request.POST) if request.method == "POST" else words
    return {"conversation": conversation, "told": told, **hands(request.user)}
