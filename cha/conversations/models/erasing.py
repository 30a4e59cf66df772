"""Erasing: the words and files of a conversation go for good; that there was one stays, with no word of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import connection, models

from cha.conversations.access import must_answer
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.message import Message
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member

# What messages are found by (`cha.conversations.search`, which is made of this package).
WORDS: Final = "conversations_words"
# Says in words why a conversation (its id) cannot be erased yet; "" where nothing is in the way.
Hold = Callable[[int], str]
# Notes, before a conversation (its id) goes, what must be known of it still; no word of it.
Remember = Callable[[int], None]
# In a message's `extra`: it is kept as proof (a digest of its words), until whoever keeps it lets it go.
PROOF: Final = "proof"


class Erased(models.Model):
    """That a conversation was erased: its id, when, and by whom. Its id is never given to another."""

    id = IdField()
    conversation_id = models.BigIntegerField(unique=True)
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"erased at {self.at:%Y-%m-%d %H:%M}"


@verb
def erase_conversation(conversation: Conversation, *, by: Acting | Actor) -> None:
    """Erase what lies in the trash: its messages, notes, drafts, files, promises and what is found by its words.

    The ledger never held words, so it stays; what must be known still is noted before (`REMEMBERED`, config/wiring.py).
    A reply to it opens a new conversation; its private link leads nowhere. What it came as, and files that nothing else
    holds, go with the event (`cha/channels/pipeline/erasing.py`). What was learned about the person stays with the
    person. Raises Refused for members who do not lead, Conflict for what is not in the trash, is kept as proof, or is
    held (`HOLDS`, config/wiring.py).
    """
    locked = must_answer(conversation, by)
    if isinstance(by, Member) and not by.leads:
        raise Refused("Leads erase things before their thirty days are over. Ask one of them.")
    if locked.state != State.TRASH:
        raise Conflict("Put it in the trash first. It is erased from there.", code="not_in_trash")
    if kept_as_proof(locked.pk):
        raise Conflict("Words in it are kept as proof. A lead lets them go first.", code="proof")
    if words := held_because(locked.pk):
        raise Conflict(words, code="held")
    for remember in _remembered():
        remember(locked.pk)
    pk, actor = locked.pk, actor_of(by)
    messages = list(locked.messages.values_list("pk", "payload_id"))
    files = Attachment.objects.filter(message__conversation=locked).values_list("digest", flat=True)
    digests = sorted(set(files))
    forget_words([key for key, _ in messages])
    mark = Erased(conversation_id=pk, person_id=locked.person_id, by_kind=actor.kind, by_id=actor.id)
    mark.save(force_insert=True)
    locked.delete()
    record(
        "conversation.erased",
        by=by,
        on=mark,
        conversation=pk,
        person=mark.person_id,
        payloads=sorted({payload for _, payload in messages if payload}),
        files=digests,
    )


def held_because(conversation: int) -> str:
    """Why something that is open elsewhere keeps a conversation from being erased; "" where nothing does."""
    return next((words for hold in _holds() if (words := hold(conversation))), "")


@cache
def _remembered() -> Sequence[Remember]:
    found: Sequence[Remember] = import_module(settings.CHA_WIRING).REMEMBERED
    return found


@cache
def _holds() -> Sequence[Hold]:
    found: Sequence[Hold] = import_module(settings.CHA_WIRING).HOLDS
    return found


def kept_as_proof(conversation: int) -> bool:
    """Whether something in a conversation is kept as proof."""
    return Message.objects.filter(conversation_id=conversation, extra__has_key=PROOF).exists()


def forget_words(message_ids: list[int]) -> None:
    """What the messages were found by goes from the index of this engine."""
    column = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {WORDS} WHERE {column} = %s",  # noqa: S608 - names of our own
            [(key,) for key in message_ids],
        )
