"""What a person felt at the end: heard, helped. Their own word, 0 to 3, in the conversation that it is about."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import Person

MOST = 3


class Felt(models.Model):
    """0: no, 1: a little, 2: yes, 3: very; None where they did not say. The last word counts."""

    id = IdField()
    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="felt")
    person = models.ForeignKey(Person, models.CASCADE)
    heard = models.SmallIntegerField(null=True)
    helped = models.SmallIntegerField(null=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"heard {self.heard}, helped {self.helped}"


@verb
def say_felt(conversation: Conversation, heard: int | None, helped: int | None, *, by: Person) -> Felt:
    """Keep what they felt; each from 0 to 3, None leaves what was said before."""
    locked = Conversation.objects.locked(conversation.pk)
    row = Felt.objects.filter(conversation=locked).first() or Felt(conversation=locked, person=by)
    row.at, row.person = now(), by
    row.heard = row.heard if heard is None else heard
    row.helped = row.helped if helped is None else helped
    row.save()
    record(
        "conversation.felt", by=by, on=locked, conversation=locked.pk, person=by.pk, heard=row.heard, helped=row.helped
    )
    return row
