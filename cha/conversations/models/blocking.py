"""Blocking: a sender whose mail is kept, but goes straight to the unwanted, and is not acknowledged."""

from __future__ import annotations

import re

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.putting_aside import put_aside
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models import Member

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class BlockedSender(models.Model):
    """An address, or a whole domain (`value` begins with @), by whom and since when."""

    id = IdField()
    value = models.CharField(max_length=320, unique=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value


def is_blocked(address: str) -> bool:
    """Whether mail from this address goes straight to the unwanted. One query."""
    address = address.strip().lower()
    return bool(address and _of(address, "@" + address.rpartition("@")[2]))


@asked(str, str)
def _of(address: str, domain: str) -> models.QuerySet[BlockedSender, int]:
    found = BlockedSender.objects.filter(value=address) | BlockedSender.objects.filter(value=domain)
    return found.values_list("pk", flat=True)[:1]


def sender_of(conversation: Conversation) -> str:
    """The address that the person last wrote from here; "" when they never did."""
    heard = conversation.messages.filter(kind="heard").exclude(address="").order_by("-id")
    return heard.values_list("address", flat=True).first() or ""


@verb
def block_sender(value: str, *, by: Member, conversation: Conversation | None = None) -> BlockedSender:
    """Block an address, or with `@domain` all of a domain, and put `conversation` with the unwanted. Twice is once.

    Raises Refused for who does not answer, Invalid for what is neither, and for an address of ours.
    """
    _may_block(by)
    value = _normal(value, by)
    row, new = BlockedSender.objects.get_or_create(value=value, defaults={"member": by})
    if new:
        record("sender.blocked", by=by, on=row)
    if conversation is not None:
        put_aside(must_answer(conversation, by), "blocked", by=by, words="The sender is blocked.")
        conversation.refresh_from_db()
    return row


@verb
def unblock_sender(row: BlockedSender, *, by: Member) -> None:
    """Let them write to us again. What lies with the unwanted stays there until somebody takes it back."""
    _may_block(by)
    record("sender.unblocked", by=by, on=row)
    BlockedSender.objects.filter(pk=row.pk).delete()


def _may_block(by: Member) -> None:
    if not by.answers:
        raise Refused("Somebody with a seat blocks senders. Ask one of them.", code="no_seat")


def _normal(value: str, by: Member) -> str:
    value = value.strip().lower()
    local, sign, domain = value.rpartition("@")
    if not sign or not _DOMAIN.fullmatch(domain) or " " in local:
        raise Invalid("Give an address such as offers@loud.example, or a domain such as @loud.example.", field="value")
    if domain == by.email.rpartition("@")[2].lower():
        raise Invalid("That is your own house. Choose a sender from outside.", field="value")
    return value[:320]
