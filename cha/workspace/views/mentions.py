"""Whom a note can name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.team.models import Member
from cha.workspace.doors import MemberRequest, find_conversation, members


@members
@require_GET
def index(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """The team as options of a list: fetched by the composer at the first @ of a note."""
    find_conversation(request, conversation_id)
    team = list(Member.objects.filter(is_active=True).exclude(pk=request.user.pk).order_by("name")[:200])
    return render(request, "workspace/foryou/mentions.html", {"team": _called(team)})


def _called(team: list[Member]) -> list[tuple[Member, str]]:
    """Each with what to write behind the @: the first name, or the whole one where two share it."""
    firsts = [member.first_name.casefold() for member in team]
    return [(one, one.first_name if firsts.count(one.first_name.casefold()) == 1 else one.name) for one in team]
