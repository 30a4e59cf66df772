"""Tags, and the topic: what a conversation is about."""

from __future__ import annotations

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.core.actor import Acting, Actor
from cha.core.held import renew
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb


class Tag(models.Model):
    """A word that members put on conversations."""

    id = IdField()
    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


@verb
def tag(conversation: Conversation, names: list[str], *, by: Acting | Actor) -> None:
    """Let it carry exactly these tags."""
    locked = must_answer(conversation, by)
    words = sorted({name.strip()[:40] for name in names if name.strip()})
    tags = [Tag.objects.get_or_create(name=word)[0] for word in words]
    locked.tags.set(tags)
    locked.change()
    record(
        "conversation.tagged",
        by=by,
        on=locked,
        conversation=locked.pk,
        person=locked.person_id,
        tags=[row.pk for row in tags],
    )


@verb
def set_topic(conversation: Conversation, topic: str, *, by: Acting | Actor, gist: str | None = None) -> None:
    """Say what it is about: a topic's code, and the gist in one line where given."""
    locked = must_answer(conversation, by)
    changed = {"topic": topic[:32]} | ({"gist": gist[:300]} if gist is not None else {})
    locked.change(**changed)
    record(
        "conversation.topic_set",
        by=by,
        on=locked,
        conversation=locked.pk,
        person=locked.person_id,
        topic=topic[:32],
    )
    renew(conversation)
