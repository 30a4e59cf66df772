"""A message: what the person, a member or Cha said in a conversation; a note is for members only."""

from __future__ import annotations

from django.db import models

from cha.conversations.models.conversation import Conversation
from cha.core.clock import now
from cha.core.ids import IdField, encode


class Kind(models.TextChoices):
    HEARD = "heard", "what the person said"
    SAID = "said", "what a member said"
    ACKNOWLEDGED = "acknowledged", "the first answer, sent at once"
    NOTE = "note", "for members only"
    PASSED = "passed", "what a member wrote to somebody outside"
    RETURNED = "returned", "what somebody outside answered"


class Message(models.Model):
    """One thing said. `html` is clean already; `quoted` is folded history; `address` is who it is from, or goes to.

    `external_id` is the medium's own id (the Message-ID of a mail). `delivery` says how far an outgoing one got:
    `held` (may still be undone, until `held_until`), `waiting`, `sent`, `failed`, `unsent` (nothing to send through).
    """

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    author_kind = models.CharField(max_length=8)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    medium = models.CharField(max_length=16, blank=True)
    channel_id = models.BigIntegerField(null=True)
    address = models.CharField(max_length=320, blank=True)
    external_id = models.CharField(max_length=250, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    delivery = models.CharField(max_length=8, blank=True)
    held_until = models.DateTimeField(null=True)
    payload_id = models.BigIntegerField(null=True)
    extra = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # A conversation's thread, oldest first.
            models.Index(fields=["conversation", "id"], name="message_thread"),
            # The message a reply is to, and a mail that came twice.
            models.Index(fields=["external_id"], name="message_external", condition=~models.Q(external_id="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def public_id(self) -> str:
        return encode(self.pk)


def first_words(text: str, length: int = 200) -> str:
    """The beginning of a text in one line, cut at a word, for previews."""
    line = " ".join(text[: length * 3].split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
