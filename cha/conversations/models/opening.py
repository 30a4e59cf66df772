"""Opening a conversation."""

from __future__ import annotations

from datetime import datetime

from cha.conversations.models.conversation import Conversation
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.verbs import verb
from cha.people.models import Person
from cha.people.models.joining import home_of_person


@verb
def open_conversation(
    person: Person,
    *,
    by: Acting | Actor,
    subject: str = "",
    medium: str = "",
    channel_id: int | None = None,
    brand_id: int | None = None,
    team_id: int | None = None,
    language: str = "",
    topic: str = "",
    at: datetime | None = None,
) -> Conversation:
    """A new concern of a person, or of who they turned out to be. It waits on nobody until something is said in it."""
    at = at or now()
    if person.joined_into_id:
        person = Person.objects.get(pk=home_of_person(person.pk))
    conversation = made(
        Conversation,
        id=new_id(at),
        person_id=person.pk,
        brand_id=brand_id,
        channel_id=channel_id,
        medium=medium,
        subject=subject[:500],
        language=language,
        topic=topic,
        team_id=team_id,
        opened_at=at,
        last_at=at,
    )
    conversation.person = person
    insert(conversation)
    record("conversation.opened", by=by, on=conversation, conversation=conversation.pk, person=person.pk, medium=medium)
    return conversation
