"""Payloads: what came in, byte for byte, stored durably before the sender is told "received" (law 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction

from cha.core import files
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import IdField, encode
from cha.core.ledger import record
from cha.core.prepared import insert, made

# Larger ones lie in the file store, so that the database stays quick to copy.
IN_ROW = 128 * 1024


class Payload(models.Model):
    """One raw inbound payload, and how far reading it got."""

    class State(models.TextChoices):
        RECEIVED = "received"
        READ = "read"
        UNREADABLE = "unreadable"
        DISMISSED = "dismissed"

    id = IdField()
    medium = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField(null=True)
    file = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField()
    envelope = models.JSONField(default=dict)
    received_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    said = models.TextField(blank=True)
    message_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            # What still waits to be read, and what could not be. SQLite takes it for queries that exclude what is read.
            models.Index(fields=["state", "id"], name="payload_open", condition=~models.Q(state="read")),
        ]

    def __str__(self) -> str:
        return f"{self.medium} {encode(self.pk)}, {self.size} bytes"

    def content(self) -> bytes:
        """The bytes as they came."""
        return files.get(self.file) if self.file else bytes(self.raw or b"")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that have come in over a medium, with what the transport knew (`envelope`, JSON values)."""

    medium: str
    raw: bytes
    envelope: dict[str, object] = field(default_factory=dict)
    received_at: datetime | None = None


def row_of(arrival: Arrival) -> Payload:
    """The row that would keep an arrival. A large one's bytes are kept in the file store already."""
    raw, large = arrival.raw, len(arrival.raw) > IN_ROW
    return made(
        Payload,
        medium=arrival.medium,
        digest=hashlib.sha256(raw).hexdigest(),
        raw=None if large else raw,
        file=files.put(raw) if large else "",
        size=len(raw),
        envelope=arrival.envelope,
        received_at=arrival.received_at or now(),
    )


def receive(arrivals: Sequence[Arrival]) -> list[Payload]:
    """Store payloads durably, all in one transaction, and have them read. Returns their rows, in order.

    When this returns, the bytes survive a power cut; only then may a sender be told so. The same bytes twice are one
    payload. Raises OSError or DatabaseError when they could not be stored: the sender must try again.
    """
    rows = [row_of(arrival) for arrival in arrivals]
    with transaction.atomic():
        digests = [row.digest for row in rows]
        known = {row.digest: row for row in Payload.objects.filter(digest__in=digests).defer("raw")}
        for row in rows:
            if row.digest not in known:
                insert(row)
                known[row.digest] = row
                record("payload.received", by=CHA, on=row, medium=row.medium, size=row.size)
    return [known[row.digest] for row in rows]
