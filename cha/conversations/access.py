"""Who may see and who may answer. Loading is authorised by query: what may not be seen is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from cha.core.actor import Acting, Actor, actor_of
from cha.core.errors import NotFound, Refused
from cha.people.models import Person
from cha.team.models import Member, Scope
from cha.team.models.sight import sight_of

if TYPE_CHECKING:
    from cha.conversations.models.conversation import Conversation, ConversationQuerySet

GONE = "There is no such conversation, or it is not yours to see."


def _in_scope(member: Member, scope: str, prefix: str) -> Q:
    if scope == Scope.ALL:
        return Q()
    if scope == Scope.NONE:
        return Q(pk__in=[])
    # A follower hears the news, but is given no sight.
    part = Q(**{f"{prefix}participants__member": member.pk, f"{prefix}participants__sees": True})
    mine = Q(**{f"{prefix}assignee": member.pk}) | part
    if scope == Scope.TEAM:
        mine |= Q(**{f"{prefix}team__members": member.pk})
    return mine


def seen_by(member: Member, prefix: str = "") -> Q:
    """The condition for what a member may see, for a query on conversations, or on what has one under `prefix`.

    It may join other tables: add `.distinct()` where rows could repeat (`visible_to` does).
    """
    general, by_channel = sight_of(member)
    wanted = _in_scope(member, general, prefix)
    if not by_channel:
        return wanted
    condition = ~Q(**{f"{prefix}channel_id__in": list(by_channel)}) & wanted
    condition |= Q(**{f"{prefix}channel_id": None}) & wanted
    for channel, scope in by_channel.items():
        condition |= Q(**{f"{prefix}channel_id": channel}) & _in_scope(member, scope, prefix)
    return condition


def sees_all(member: Member) -> bool:
    """Whether nothing is hidden from this member."""
    return sight_of(member) == (Scope.ALL, {})


def visible_to(member: Member) -> ConversationQuerySet:
    """The conversations that exist for this member (law 8). What became one story with another exists as that one."""
    from cha.conversations.models.conversation import Conversation

    standing = Conversation.objects.standing()
    if sees_all(member):
        return standing
    return standing.filter(pk__in=Conversation.objects.filter(seen_by(member)).values("pk"))


def people_visible_to(member: Member) -> QuerySet[Person]:
    """The persons that exist for this member: those whose conversations they may see."""
    if sees_all(member):
        return Person.objects.standing()
    return Person.objects.standing().filter(pk__in=visible_to(member).values("person_id"))


def must_see(conversation: Conversation, by: Acting | Actor) -> Conversation:
    """The locked row, for somebody who may see it; of the story that it became one with. Raises NotFound.

    Must be called inside a verb.
    """
    from cha.conversations.models.conversation import Conversation

    must_exist(conversation, by)
    return Conversation.objects.locked(conversation.pk)


def must_exist(conversation: Conversation, by: Acting | Actor) -> None:
    """Raise NotFound where this conversation, or the story that it became one with, does not exist for somebody."""
    from cha.conversations.models.conversation import home_of

    if isinstance(by, Member):
        seen = visible_to(by)
        if not seen.filter(pk=conversation.pk).exists() and not seen.filter(pk=home_of(conversation.pk)).exists():
            raise NotFound(GONE)
    if isinstance(by, Person) and conversation.person_id != by.pk:
        raise NotFound(GONE)


def must_answer(conversation: Conversation, by: Acting | Actor) -> Conversation:
    """The locked row, for a member who may answer here, or Cha and its rules. Raises NotFound, Refused."""
    locked = must_see(conversation, by)
    if isinstance(by, Member) and not by.answers:
        raise Refused("You may look and leave a note. Somebody with a seat answers.", code="no_seat")
    if actor_of(by).kind == "person":
        raise Refused("Only the team can do this.")
    return locked


def must_be_theirs(conversation: Conversation, by: Person) -> Conversation:
    """The locked row, for the person whose concern it is. Raises NotFound."""
    return must_see(conversation, by)
