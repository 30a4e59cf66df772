"""Durable tasks: rows in the same database as what they are about, run by the worker.

A task is written in the transaction that makes it necessary, so neither exists without the other. It may run twice
(a crash between the work and the note of it), so the work must be one that can be done twice: load, call the verb.
The shape (`@task`, `.enqueue()`) is that of Django's own tasks API.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from cha.core import held, wake
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import insert_all, made, taken
from cha.core.queries import asked
from cha.core.verbs import verb

LEASE = timedelta(minutes=2)


class Task(models.Model):
    """One piece of work: waiting, running under a lease, done, or failed for good (and then on the failures page).

    `meant_at` is when a timer meant it to be, however often it is tried since; None for what no timer made.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = IdField()
    name = models.CharField(max_length=64)
    args = models.JSONField(default=list)
    key = models.CharField(max_length=128, unique=True, null=True)
    lane = models.CharField(max_length=8)
    rank = models.SmallIntegerField(default=5)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due = models.DateTimeField(default=now)
    meant_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    holder = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # What a worker claims next.
            models.Index(fields=["lane", "rank", "due"], name="task_next", condition=models.Q(state="waiting")),
            # Leases that ran out, failures for the page, done rows to prune.
            models.Index(fields=["state", "lease_until"], name="task_state", condition=~models.Q(state="done")),
            models.Index(fields=["done_at"], name="task_done", condition=models.Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.args))})"


class Job:
    """A function that can be run as a task, under a name that outlives renames of the function."""

    def __init__(
        self, work: Callable[..., None], name: str, lane: str, rank: int, tries: int, gathers: bool = False
    ) -> None:
        self.work, self.name, self.lane, self.rank, self.tries = work, name, lane, rank, tries
        self.gathers = gathers

    def __call__(self, *args: Any) -> None:
        self.work(*args)

    def enqueue(self, *args: Any, key: str | None = None, due: datetime | None = None) -> None:
        """Write the task in the running transaction. With a `key` that already stands, nothing is added.

        `args` are JSON values; `due` is aware UTC, now when None. The worker is woken after the commit.
        """
        row = made(Task, name=self.name, args=list(args), key=key, lane=self.lane, rank=self.rank, due=due or now())
        held.at_the_end(held.TASKS, _write, row)
        wake.after_commit()

    def pause(self, attempt: int) -> timedelta:
        """How long to wait after failed attempt number `attempt`: 2 s doubling to an hour, a fifth at random."""
        seconds = min(2.0**attempt, 3600.0)
        return timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311 - spreads retries, keeps no secret


def _write(rows: list[Task]) -> None:
    insert_all(rows, unless="key")


JOBS: dict[str, Job] = {}


def task(
    name: str, *, lane: str = "work", rank: int = 5, tries: int = 10, gathers: bool = False
) -> Callable[[Callable[..., None]], Job]:
    """Make a function a task. Lane `net` is for what waits on a network, so that it never holds up the others.

    A lower `rank` goes first. After `tries` failed attempts the task rests as failed and is shown (law 10). One that
    `gathers` takes any number of arguments: tasks of it that are claimed together are run as one call with all of them.
    """

    def make(work: Callable[..., None]) -> Job:
        if name in JOBS:
            raise ValueError(f"two tasks are called {name}")
        JOBS[name] = Job(work, name, lane, rank, tries, gathers)
        return JOBS[name]

    return make


def job_called(name: str) -> Job:
    """The job of that name. Raises LookupError: the task stays, to be run by a version that knows it."""
    try:
        return JOBS[name]
    except KeyError as error:
        raise LookupError(f"no task is called {name}") from error


class Later(Exception):
    """Raised by a task that must run again at `due`, and not because it failed: it costs no attempt."""

    def __init__(self, due: datetime, said: str) -> None:
        super().__init__(said)
        self.due = due


def claim(lane: str, holder: str, limit: int) -> list[Task]:
    """Take up to `limit` due tasks of a lane under a lease. Two workers never take the same one."""
    moment = now()
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    due = f"""SELECT id FROM core_task WHERE state = 'waiting' AND lane = %s AND due <= %s
              ORDER BY rank, due LIMIT %s {skip}"""  # noqa: S608 - no value is put in, only SKIP LOCKED
    take = f"""UPDATE core_task SET state = 'running', holder = %s, lease_until = %s, attempts = attempts + 1
               WHERE id IN ({due})"""  # noqa: S608
    adapt = connection.ops.adapt_datetimefield_value
    rows = taken(Task, take, [holder, adapt(moment + LEASE), lane, adapt(moment), limit])
    return sorted(rows, key=lambda row: (row.rank, row.due))


def waiting_in(lane: str) -> bool:
    """Whether something is due in a lane: a read, so that an idle worker takes no write lock."""
    return bool(_due(lane, now()))


@asked(str, datetime)
def _due(lane: str, at: datetime) -> models.QuerySet[Task, int]:
    return Task.objects.filter(state=Task.State.WAITING, lane=lane, due__lte=at).values_list("pk", flat=True)[:1]


def finish(ids: list[int]) -> None:
    """Note that these are done."""
    Task.objects.filter(id__in=ids).update(state=Task.State.DONE, done_at=now(), lease_until=None)


def fail(row: Task, error: Exception) -> None:
    """Note that an attempt failed: again later, or for good when the tries are used up."""
    job = JOBS.get(row.name)
    said = f"{type(error).__name__}: {error}"[:2000]
    if isinstance(error, Later):
        fields: dict[str, Any] = {"state": Task.State.WAITING, "due": error.due, "attempts": row.attempts - 1}
        fields["meant_at"] = error.due if row.meant_at else None
    elif job is None or row.attempts >= job.tries:
        fields = {"state": Task.State.FAILED}
    else:
        fields = {"state": Task.State.WAITING, "due": now() + job.pause(row.attempts)}
    Task.objects.filter(id=row.id).update(said=said, lease_until=None, holder="", **fields)


def return_claims(holders_alive: Callable[[str], bool]) -> int:
    """Give back what crashed workers held: leases that ran out, and holders on this machine that are gone."""
    running = Task.objects.filter(state=Task.State.RUNNING)
    gone = [h for h in running.values_list("holder", flat=True).distinct() if not holders_alive(h)]
    stale = models.Q(lease_until__lt=now()) | models.Q(holder__in=gone)
    if not running.filter(stale).exists():
        return 0
    return running.filter(stale).update(state=Task.State.WAITING, lease_until=None, holder="")


def clock_was_at(before: datetime) -> int:
    """The clock was set back from `before`: what was due by then is due still. Returns how many tasks that were.

    What a timer made waits for its time on the new clock, and a lease lasts no longer than any other.
    """
    moment = now()
    Task.objects.filter(state=Task.State.RUNNING, lease_until__gt=moment + LEASE).update(lease_until=moment + LEASE)
    due = Task.objects.filter(state=Task.State.WAITING, meant_at=None, due__gt=moment, due__lte=before, attempts=0)
    return due.update(due=moment)


def retry(row_id: int) -> bool:
    """Run a failed task again, now. False when it is not failed (any more)."""
    with transaction.atomic():
        changed = Task.objects.filter(id=row_id, state=Task.State.FAILED).update(
            state=Task.State.WAITING, due=now(), attempts=0
        )
        wake.after_commit()
    return bool(changed)


@verb
def drop(row_id: int, *, by: Acting | Actor) -> bool:
    """A member lets a failed task go: it no longer needs an eye. False when it is not failed (any more)."""
    row = Task.objects.select_for_update().filter(id=row_id, state=Task.State.FAILED).first()
    if row is None:
        return False
    Task.objects.filter(id=row_id).update(state=Task.State.DONE, done_at=now())
    record("task.dropped", by=by, on=row, task=row.name)
    return True


def prune(older_than: timedelta = timedelta(days=7), limit: int = 5000) -> int:
    """Delete done tasks older than a week, a batch at a time. Returns how many went."""
    ids = Task.objects.filter(state=Task.State.DONE, done_at__lt=now() - older_than).values("id")[:limit]
    return Task.objects.filter(id__in=list(ids.values_list("id", flat=True))).delete()[0]
