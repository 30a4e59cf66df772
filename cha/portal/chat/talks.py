"""Whose conversations a browser may open: those it was in; with its site's word, all of that person's.

What may not be opened is not there. A guest sees what was said from, and to, their browser and the address they gave;
nothing that the same person, as we believe, said elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cha.channels.models.visit import Visit, Visitor, come_in, remember_visitor
from cha.conversations.models import Conversation, Kind, Message, State
from cha.conversations.models.conversation import home_of
from cha.core.errors import NotFound
from cha.core.ids import decode
from cha.core.queries import asked
from cha.portal.chat.doors import Caller, Door

SHOWN: Final = (Kind.HEARD, Kind.SAID, Kind.ACKNOWLEDGED)
MOST_LISTED: Final = 30
HIDDEN: Final = (State.TRASH, State.JOINED)


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation before one browser. `whole`: all of it is theirs to see."""

    conversation: Conversation
    visit: Visit
    key: str
    whole: bool


def find_talk(door: Door, named: str) -> Talk:
    """The conversation of that id, for whoever asks. Raises NotFound for what is none, or not theirs."""
    try:
        pk = decode(named)
    except ValueError:
        raise gone() from None
    return talk_of(door.caller, pk)


def talk_of(caller: Caller, pk: int) -> Talk:
    """The conversation of that key, or the story that it became one with. Raises NotFound when it is not theirs."""
    visit = _visit(caller, pk)
    if visit is None or visit.conversation.merged_into_id:
        home = home_of(pk)
        visit = _visit(caller, home) or _at_home(visit, home) if home != pk else visit
    visit = visit or _by_name(caller, pk)
    if visit.conversation.state in HIDDEN:
        raise gone()
    return Talk(visit.conversation, visit, caller.key, _whole(caller, visit.conversation))


def _visit(caller: Caller, pk: int) -> Visit | None:
    return next(iter(_visits(pk, caller.row.pk)), None) if caller.row else None


def _by_name(caller: Caller, pk: int) -> Visit:
    """The visit of somebody whose site says who they are to a conversation that they began elsewhere."""
    found = _of_person(home_of(pk), caller.person.pk) if caller.person else []
    if not found or caller.row is None or found[0].state in HIDDEN:
        raise gone()
    visit = come_in(found[0], caller.row)
    visit.conversation = found[0]
    return visit


def _at_home(visit: Visit | None, home: int) -> Visit | None:
    """The same visit where the conversation is now."""
    if visit is None:
        return None
    conversation = Conversation.objects.select_related("person", "assignee").get(pk=home)
    moved = come_in(conversation, visit.visitor)
    moved.conversation = conversation
    return moved


@asked(int, int)
def _visits(conversation: int, visitor: int) -> QuerySet[Visit]:
    rows = Visit.objects.select_related("visitor", "conversation__person", "conversation__assignee")
    return rows.filter(conversation_id=conversation, visitor_id=visitor)


@asked(int, int)
def _of_person(pk: int, person: int) -> QuerySet[Conversation]:
    return Conversation.objects.select_related("person", "assignee").filter(pk=pk, person_id=person)


def _whole(caller: Caller, conversation: Conversation) -> bool:
    return caller.person is not None and caller.person.pk == conversation.person_id


def gone() -> NotFound:
    """What is said of a conversation that is not there, or not for this browser."""
    return NotFound(_("There is no such conversation here."))


def shown(talk: Talk) -> QuerySet[Message]:
    """The messages that this browser may see. Never a note, never words that may still be undone."""
    rows = Message.objects.filter(conversation_id=talk.conversation.pk, kind__in=SHOWN).exclude(delivery="held")
    return rows if talk.whole else rows.filter(theirs(talk))


def theirs(talk: Talk) -> Q:
    """What was said from or to a guest's browser, or the address that they gave in it.

    Not the address where another conversation became one story with theirs: it may be that of whom they say they are.
    """
    mail = talk.visit.mail
    if mail and not Conversation.objects.filter(merged_into=talk.conversation.pk).exists():
        return Q(address=talk.key) | Q(address=mail)
    return Q(address=talk.key)


def talks_of(caller: Caller) -> list[Talk]:
    """The conversations of a browser, newest words first."""
    if caller.row is None:
        return []
    rows = Visit.objects.select_related("visitor", "conversation__person", "conversation__assignee")
    own = {visit.conversation_id: visit for visit in rows.filter(visitor=caller.row).order_by("-pk")[: 2 * MOST_LISTED]}
    found = [
        talk_of(caller, pk) if visit.conversation.merged_into_id else _own(caller, visit) for pk, visit in own.items()
    ]
    if caller.person:
        more = Conversation.objects.filter(person=caller.person).exclude(pk__in=own).exclude(state__in=HIDDEN)
        more = more.select_related("person", "assignee").order_by("-last_at", "-id")[:MOST_LISTED]
        found += [_unvisited(caller, conversation) for conversation in more]
    kept = {talk.conversation.pk: talk for talk in found if talk.conversation.state not in HIDDEN}
    return sorted(kept.values(), key=lambda talk: talk.conversation.last_at, reverse=True)[:MOST_LISTED]


def _own(caller: Caller, visit: Visit) -> Talk:
    return Talk(visit.conversation, visit, caller.key, _whole(caller, visit.conversation))


def _unvisited(caller: Caller, conversation: Conversation) -> Talk:
    assert caller.row is not None  # noqa: S101 - the caller has looked
    return Talk(conversation, Visit(conversation=conversation, visitor=caller.row), caller.key, whole=True)


def row_of(door: Door) -> Visitor:
    """The row of whoever asks, made where there is none."""
    caller = door.caller
    row = caller.row or remember_visitor(door.channel, caller.key, language=door.language, origin=door.origin)
    door.caller = Caller(caller.token, row)
    return row
