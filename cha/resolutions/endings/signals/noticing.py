"""Noticing: from rows to facts, when a message with a file comes, a fact is learned or a remedy decided."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cha.conversations.models import Attachment, Conversation
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.people.models import Fact
from cha.resolutions.endings.signals.facts import (
    MONTH,
    Noticed,
    many_remedies,
    not_arrived,
    same_address,
    same_photo,
)
from cha.resolutions.endings.signals.keeping import notice
from cha.resolutions.facts import SMALL, given_rows

# Kinds of facts that say where or how somebody is paid or reached.
PLACES: Final = ("address", "iban")
MOST: Final = 50


def of_conversation(event: Event) -> int | None:
    """For the wiring: the conversation it happened in."""
    return event.conversation_id


def has_files(event: Event) -> bool:
    """For the wiring: a file came along."""
    return bool(event.facts.get("files"))


def tells_place(event: Event) -> bool:
    """For the wiring: what was learned says where somebody is."""
    return event.facts.get("kind") in PLACES


def not_there(event: Event) -> bool:
    """For the wiring: it is about something that did not arrive."""
    return bool(event.facts.get("topic") == "not_arrived")


@task("resolutions.notice_signals", rank=6)
def notice_signals(conversation_id: int) -> None:
    """Look for what a lead should see; what was settled stays quiet. Twice is once."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation:
        at = now()
        found = (photos(conversation), missing(conversation, at), remedies(conversation, at), places(conversation, at))
        for one in found:
            if one:
                notice(conversation, one)


def photos(conversation: Conversation) -> Noticed | None:
    """The pictures they sent here that came in another conversation, too. Two queries."""
    mine = Attachment.objects.filter(message__conversation=conversation, message__kind="heard", inline=False)
    digests = set(mine.filter(size__gte=SMALL).values_list("digest", flat=True)[:MOST])
    if not digests:
        return None
    others = Attachment.objects.filter(digest__in=digests, message__kind="heard", inline=False)
    rows = others.exclude(message__conversation=conversation).order_by("-pk")
    return same_photo(list(rows.values_list("message__conversation_id", "message__at")[:MOST]))


def missing(conversation: Conversation, at: datetime) -> Noticed | None:
    """How often it did not arrive in a month, where that is what it is about. One query."""
    if conversation.topic != "not_arrived":
        return None
    rows = Conversation.objects.standing().filter(person_id=conversation.person_id, topic="not_arrived")
    return not_arrived(list(rows.filter(opened_at__gte=at - MONTH).values_list("pk", "opened_at")[:MOST]), at)


def remedies(conversation: Conversation, at: datetime) -> Noticed | None:
    """How much this person was given in a month. One query."""
    rows = given_rows().filter(person_id=conversation.person_id, decided_at__gte=at - MONTH)
    return many_remedies(list(rows.values_list("conversation_id", "decided_at")[:MOST]), at)


def places(conversation: Conversation, at: datetime) -> Noticed | None:
    """Who else was given something at the address or account that was told here. Two queries at most."""
    mine = Fact.objects.filter(conversation_id=conversation.pk, kind__in=PLACES, corrected_by=None)
    values = set(mine.values_list("value", flat=True)[:MOST])
    if not values:
        return None
    # Said in so many words, because SQLite takes an index of some rows for no bound value.
    others = Fact.objects.extra(where=["kind IN ('address', 'iban')"])
    others = others.filter(value__in=values, corrected_by=None, conversation_id__isnull=False)
    rows = others.exclude(person_id=conversation.person_id).order_by("told_at")
    told = rows.values_list("person_id", "conversation_id", "told_at")[:MOST]
    return same_address({person: (pk, when) for person, pk, when in told if pk})
