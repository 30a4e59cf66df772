"""Timers: rows with a UTC due time that become a task, once, when the time has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from cha.core import wake
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.prepared import insert, made
from cha.core.tasks import JOBS, Job


class Timer(models.Model):
    """One future moment under a name (`promise:12:due`). Setting it again moves it."""

    id = IdField()
    key = models.CharField(max_length=128, unique=True)
    due = models.DateTimeField()
    job = models.CharField(max_length=64)
    args = models.JSONField(default=list)
    fired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # The next to fire.
            models.Index(fields=["due"], name="timer_due", condition=models.Q(fired_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.due:%Y-%m-%d %H:%M}"


def set_timer(key: str, due: datetime, job: Job, *args: Any) -> None:
    """Fire `job(*args)` at `due` (aware UTC); an earlier timer under the same key is replaced."""
    insert(made(Timer, key=key, due=due, job=job.name, args=list(args)), over="key")
    wake.after_commit()


def stop_timer(key: str) -> None:
    """Forget a timer; nothing happens when it has fired or never was."""
    Timer.objects.filter(key=key, fired_at=None).delete()


def next_due() -> datetime | None:
    """When the next timer fires."""
    return Timer.objects.filter(fired_at=None).order_by("due").values_list("due", flat=True).first()


def fire_due(limit: int = 200) -> int:
    """Turn every timer whose time has come into its task. Returns how many; safe with many workers at once."""
    moment, fired = now(), 0
    for timer in Timer.objects.filter(fired_at=None, due__lte=moment).order_by("due")[:limit]:
        with transaction.atomic():
            mine = Timer.objects.filter(id=timer.id, fired_at=None, due=timer.due).update(fired_at=moment)
            if mine and timer.job in JOBS:
                JOBS[timer.job].enqueue(*timer.args, key=f"timer:{timer.id}:{timer.due.timestamp():.6f}")
                fired += 1
    return fired
