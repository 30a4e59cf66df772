"""A connector: a house that carries out remedies for us: a payment provider, a shop, a webhook."""

from __future__ import annotations

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField


class Connector(models.Model):
    """One such house. `kind` names the code (`resolutions/connectors/`), `sealed` its secrets, `does` the kinds of
    remedy that go over it. `tested_at`, `problem`: how the last trial went.
    """

    id = IdField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=500, blank=True)
    sealed = models.TextField(blank=True)
    options = models.JSONField(default=dict)
    does = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=now)
    tested_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


class ConnectorPost(models.Model):
    """What a house posted to us of itself, byte for byte; kept before it is told "received". `said`: what became of it.

    The same post twice is one: `digest` is of the connector and the bytes.
    """

    id = IdField()
    connector = models.ForeignKey(Connector, models.CASCADE, related_name="posts")
    digest = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()
    headers = models.JSONField(default=dict)
    received_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        # What was kept and is still to be read.
        indexes = [models.Index(fields=["id"], name="connector_post_unread", condition=models.Q(read_at=None))]

    def __str__(self) -> str:
        return f"{self.connector_id} posted {len(bytes(self.raw))} bytes"
