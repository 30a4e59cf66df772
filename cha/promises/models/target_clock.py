"""The clocks of a conversation as they are kept: whose turn it was since when, and which targets were missed."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.queries import asked


class ClockRow(models.Model):
    """One small row for each conversation that has targets. It stays with its conversation when that is merged.

    turns: of `cha.promises.turns`. missed: the keys of clocks that were missed, each noted once.
    """

    conversation = models.OneToOneField(Conversation, models.CASCADE, primary_key=True, related_name="target_clock")
    turns = models.JSONField(default=dict)
    missed = models.JSONField(default=list)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # `target:missed`, newest first.
            models.Index(fields=["-missed_at"], name="clock_missed", condition=models.Q(missed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"clocks of {self.conversation_id}"


def clock_row(conversation: int) -> ClockRow | None:
    """What is kept of a conversation; None for none. One query."""
    return next(iter(_rows(conversation)), None)


@asked(int)
def _rows(conversation: int) -> models.QuerySet[ClockRow]:
    return ClockRow.objects.filter(conversation_id=conversation)
