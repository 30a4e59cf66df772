"""Who looks after a conversation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, assign
from cha.core.errors import Invalid
from cha.core.ids import decode
from cha.team.models import Member, Team
from cha.team.models.member import ANSWERS
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, say_done


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose a member, a team, or nobody; then see the conversation, or the list where it is out of sight now."""
    conversation = find_conversation(request, conversation_id)
    if request.method == "GET":
        return act(request, "assignment", _choices(request, conversation))
    member, team = _chosen(request.POST.get("hand", ""))
    try:
        assign(conversation, by=request.user, member=member, team=team)
    except Invalid as error:
        return act(request, "assignment", _choices(request, conversation), error)
    who = member.first_name if member else team.name if team else _("nobody")
    say_done(request, _("Given to %(who)s") % {"who": who})
    if not visible_to(request.user).filter(pk=conversation.pk).exists():
        return redirect("now")
    return back_to(conversation)


def _choices(request: MemberRequest, conversation: Conversation) -> dict[str, object]:
    """Everybody who answers, whoever asks first."""
    hands = Member.objects.filter(is_active=True, role__in=ANSWERS)
    return {
        "conversation": conversation,
        "hands": sorted(hands, key=lambda hand: (hand.pk != request.user.pk, hand.name)),
        "teams": list(Team.objects.order_by("name")),
    }


def _chosen(hand: str) -> tuple[Member | None, Team | None]:
    """The member or the team behind `member:ID`, `team:ID`; nobody for anything else."""
    kind, _, name = hand.partition(":")
    try:
        key = decode(name)
    except ValueError:
        return None, None
    if kind == "team":
        return None, Team.objects.filter(pk=key).first()
    return Member.objects.filter(pk=key, is_active=True).first(), None
