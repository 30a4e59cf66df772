"""Timers: rows with a UTC due time that become a task, once, when the time has come; then the row is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from cha.core import wake
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.prepared import insert, insert_all, made, taken
from cha.core.queries import asked
from cha.core.statements import engine, run
from cha.core.tasks import JOBS, Job, Task


class Timer(models.Model):
    """One future moment under a name (`promise:12:due`). Setting it again moves it.

    `fired_at` is of versions that kept what had fired; nothing sets it any more.
    """

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
    run(engine(), "DELETE FROM core_timer WHERE key = %s AND fired_at IS NULL", [key])


def next_due() -> datetime | None:
    """When the next timer fires."""
    return next(iter(_next()), None)


@asked()
def _next() -> models.QuerySet[Timer, datetime]:
    return Timer.objects.filter(fired_at=None).order_by("due").values_list("due", flat=True)[:1]


def fire_due(limit: int = 200) -> int:
    """Turn every timer whose time has come into its task. Returns how many; safe with many workers at once.

    A batch goes in one transaction: its timers are gone and its tasks stand, or nothing happened. Each task knows
    when it was meant to be, so that what comes late can say so (`core.clock.late_by`).
    """
    moment, fired = now(), 0
    while _is_due(moment) and (batch := _fire(moment, limit)):
        fired += batch
    return fired


def _is_due(moment: datetime) -> bool:
    """A read, so that an idle worker takes no write lock."""
    return bool(_due(moment))


@asked(datetime)
def _due(at: datetime) -> models.QuerySet[Timer, int]:
    return Timer.objects.filter(fired_at=None, due__lte=at).values_list("pk", flat=True)[:1]


def _fire(moment: datetime, limit: int) -> int:
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    due = f"""SELECT id FROM core_timer WHERE fired_at IS NULL AND due <= %s
              ORDER BY due LIMIT %s {skip}"""  # noqa: S608 - no value is put in, only SKIP LOCKED
    with transaction.atomic():
        at = connection.ops.adapt_datetimefield_value(moment)
        timers = taken(Timer, f"DELETE FROM core_timer WHERE id IN ({due})", [at, limit])  # noqa: S608
        if timers:
            insert_all([_task(timer) for timer in sorted(timers, key=lambda timer: timer.due)])
            wake.after_commit()
    return len(timers)


def _task(timer: Timer) -> Task:
    """The task of a timer. One that this version does not know stays to be seen, and to be run by one that does."""
    job = JOBS.get(timer.job)
    lane, rank = (job.lane, job.rank) if job else ("work", 5)
    # Due when it was meant, not now: on a clock that was fast it waits until its time has really come.
    due = {"due": timer.due, "meant_at": timer.due}
    return made(Task, name=timer.job, args=timer.args, lane=lane, rank=rank, **due)
