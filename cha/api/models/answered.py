"""What was answered under an idempotency key, so that asking again does nothing again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField

KEPT: Final = timedelta(hours=24)


class Answered(models.Model):
    """One answer. `asker` is the token's key, `asked` the SHA-256 of method, address and body, `said` the body."""

    id = IdField()
    asker = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    said = models.TextField(blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "key"], name="answered_once")]
        # What is older than KEPT, to be dropped.
        indexes = [models.Index(fields=["at"], name="answered_at")]

    def __str__(self) -> str:
        return f"{self.key} of {self.asker}"
