"""Splitting: some messages of a conversation become a story of their own. Merging the two again undoes it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.merging import Merge, join, stand_apart
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.moving import move_rows
from cha.conversations.models.reshaping import retell
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField, new_id
from cha.core.ledger import record
from cha.core.prepared import insert
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Fact, Person


class Split(models.Model):
    """That messages of `source` became the conversation `into`."""

    id = IdField()
    source = models.ForeignKey(Conversation, models.CASCADE, related_name="splits")
    into = models.ForeignKey(Conversation, models.CASCADE, related_name="splits_from")
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.into_id} out of {self.source_id}"


@verb
def split(conversation: Conversation, message_ids: Collection[int], *, by: Acting | Actor) -> Split:
    """Let these messages be a conversation of their own. It waits on us when the newest of them was heard.

    It is of the same person, or of the one whose address all the heard ones are from. Raises Invalid for no message,
    for all, or for none that the person wrote; Conflict while an answer is held; NotFound, Refused.
    """
    source = must_answer(conversation, by)
    stand_apart(source)
    chosen = list(Message.objects.filter(conversation=source, pk__in=message_ids).order_by("pk"))
    _look_at(source, chosen)
    into = _new(source, chosen)
    actor = actor_of(by)
    row = Split(source=source, into=into, by_kind=actor.kind, by_id=actor.id)
    row.save(force_insert=True)
    _move(row, source, into, chosen)
    facts = {"source": source.pk, "into": into.pk, "messages": len(chosen)}
    record("conversation.split_off", by=by, on=row, conversation=into.pk, person=into.person_id, **facts)
    record("conversation.split", by=by, on=row, conversation=source.pk, person=source.person_id, **facts)
    conversation.refresh_from_db()
    into.refresh_from_db()
    return row


@verb
def put_together(row: Split, *, by: Acting | Actor) -> Merge:
    """Undo a split: all that is in the new conversation by now goes back to the one it came from.

    Raises Conflict when it was put back, or merged elsewhere, already.
    """
    source, into = must_answer(row.source, by), must_answer(row.into, by)
    undone = Split.objects.filter(pk=row.pk, undone_at=None).update(undone_at=now())
    if not undone or source.pk == into.pk or into.pk != row.into_id:
        raise Conflict("They are one story again already.", code="together_already")
    stand_apart(source)
    stand_apart(into)
    return join(into, source, by)


def split_off_from(conversation_id: int) -> list[int]:
    """The conversations that were split off this one and still stand apart."""
    return _split_off(conversation_id)


@asked(int)
def _split_off(conversation_id: int) -> models.QuerySet[Split, int]:
    return Split.objects.filter(source_id=conversation_id, undone_at=None).values_list("into_id", flat=True)


def _look_at(source: Conversation, chosen: list[Message]) -> None:
    if not chosen:
        raise Invalid("Choose the messages that go.", field="message")
    if not any(message.kind == Kind.HEARD for message in chosen):
        raise Invalid("Choose at least one message that they wrote.", field="message")
    if not Message.objects.filter(conversation=source, kind=Kind.HEARD).exclude(pk__in=[m.pk for m in chosen]).exists():
        raise Invalid("At least one message that they wrote must stay.", field="message")


def _new(source: Conversation, chosen: list[Message]) -> Conversation:
    first = next(message for message in chosen if message.kind == Kind.HEARD)
    into = Conversation(
        id=new_id(),
        person=_person(source, chosen),
        brand_id=source.brand_id,
        channel_id=source.channel_id,
        medium=source.medium,
        subject=first.subject or source.subject,
        language=first.language or source.language,
        team_id=source.team_id,
        assignee_id=source.assignee_id,
        opened_at=first.at,
        last_at=first.at,
        # Who wrote has been answered at once already.
        acknowledged_at=source.acknowledged_at,
    )
    insert(into)
    return into


def _person(source: Conversation, chosen: list[Message]) -> Person:
    addresses = {message.address.lower() for message in chosen if message.kind == Kind.HEARD and message.address}
    points = list(ContactPoint.objects.filter(value__in=addresses).select_related("person"))
    people = {point.person_id: point.person for point in points}
    return people.popitem()[1] if len(people) == 1 and len(points) == len(addresses) else source.person


def _move(row: Split, source: Conversation, into: Conversation, chosen: list[Message]) -> None:
    """The messages, and what hangs on them and names their conversation too."""
    ids = [message.pk for message in chosen]
    move_rows(Message.objects.filter(pk__in=ids), into, because=row)
    move_rows(Fact.objects.filter(message_id__in=ids, conversation_id=source.pk), into, because=row)
    for relation in Message._meta.related_objects:
        model = relation.related_model
        if any(field.name == "conversation" for field in model._meta.fields):
            rows = model._default_manager.filter(**{f"{relation.field.name}__in": ids, "conversation": source})
            move_rows(rows, into, because=row)
    retell(into, turn=True)
    retell(source, turn=source.state == State.OURS)
