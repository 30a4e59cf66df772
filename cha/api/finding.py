"""Finding one thing for whoever asks: what their member may not see is not found."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from cha.conversations.access import GONE, people_visible_to, visible_to
from cha.conversations.models import Conversation
from cha.conversations.models.conversation import home_of
from cha.core.clock import now
from cha.core.errors import NotFound, Refused
from cha.people.models import Person
from cha.people.models.joining import home_of_person
from cha.team.asking import MemberAsks
from cha.team.models import Member, Team, brand

NOBODY = "There is no such person, or they are not yours to see."


def conversation_for(request: MemberAsks, pk: int) -> Conversation:
    """The conversation, or the one that it became one story with. Raises NotFound."""
    seen = visible_to(request.member).select_related("person")
    found = seen.filter(pk=pk).first() or seen.filter(pk=home_of(pk)).first()
    if found is None:
        raise NotFound(GONE)
    return found


def person_for(request: MemberAsks, pk: int) -> Person:
    """The person with their addresses; who they turned out to be. Raises NotFound."""
    rows = people_visible_to(request.member).select_related("organisation").prefetch_related("points", "tags")
    found = rows.filter(pk=pk).first() or rows.filter(pk=home_of_person(pk)).first()
    if found is None:
        raise NotFound(NOBODY)
    return found


def person_to_change(request: MemberAsks, pk: int) -> Person:
    """The same, for a member with a seat. Raises NotFound, Refused."""
    found = person_for(request, pk)
    must_have_a_seat(request)
    return found


def must_have_a_seat(request: MemberAsks) -> None:
    """Raise Refused for a light member."""
    if not request.member.answers:
        raise Refused("A light member looks and leaves notes. Somebody with a seat does this.", code="no_seat")


def here_and_now(member: Member) -> datetime:
    """Now, in the zone whose days a filter of this member means."""
    face = None if member.zone else brand()
    return now().astimezone(ZoneInfo(member.zone or (face.zone if face else "UTC")))


def member_called(pk: int | None) -> Member | None:
    """The member with this id; None for none. Raises NotFound."""
    if pk is None:
        return None
    found = Member.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise NotFound("There is no such member.", field="member")
    return found


def team_called(pk: int | None) -> Team | None:
    """The team with this id; None for none. Raises NotFound."""
    if pk is None:
        return None
    found = Team.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("There is no such team.", field="team")
    return found
