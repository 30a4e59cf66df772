"""Mood: an estimate of a message's emotion, with the words it was read from; always open to correction."""

from __future__ import annotations

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.message import Message
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.queries import asked
from cha.core.verbs import verb

MOODS = ("glad", "curious", "calm", "worried", "grieving", "upset", "hostile")


class Mood(models.Model):
    """What one message sounds like. `guess` until a member has looked."""

    id = IdField()
    message = models.OneToOneField(Message, models.CASCADE, related_name="mood")
    kind = models.CharField(max_length=10)
    words = models.JSONField(default=list)
    guess = models.BooleanField(default=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.kind


@verb
def read_mood(message: Message, kind: str, words: list[str], *, by: Acting | Actor = CHA) -> None:
    """Note a guess, from these words of the message. A member's correction is never overwritten."""
    if _moods_of(message.pk):
        return
    insert(made(Mood, message_id=message.pk, kind=kind, words=words[:8]))
    locked = Conversation.objects.locked(message.conversation_id)
    locked.change(mood=kind, mood_guess=True)
    record("mood.read", by=by, on=message, conversation=locked.pk, person=locked.person_id, mood=kind)


@asked(int)
def _moods_of(message: int) -> models.QuerySet[Mood, int]:
    return Mood.objects.filter(message_id=message).values_list("pk", flat=True)


@verb
def correct_mood(conversation: Conversation, kind: str, *, by: Acting | Actor) -> None:
    """A member says how it sounds. Unknown words mean: no mood."""
    locked = must_answer(conversation, by)
    kind = kind if kind in MOODS else ""
    last = Mood.objects.filter(message__conversation=locked).order_by("-message_id").first()
    if last:
        Mood.objects.filter(pk=last.pk).update(kind=kind, guess=False)
    locked.change(mood=kind, mood_guess=False)
    record("mood.corrected", by=by, on=locked, conversation=locked.pk, person=locked.person_id, mood=kind)
    conversation.refresh_from_db()
