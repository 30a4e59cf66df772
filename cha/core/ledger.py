"""The ledger: the append-only record of what was done, by whom, to what. Never a person's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cha.core import held, wake, wiring
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import late_by, now
from cha.core.prepared import insert_all, made
from cha.core.queries import asked
from cha.core.statements import engine

# What says that somebody had to say something twice (`cha.promises.repeats`).
REPEATED = ("concern.repeated", "fact.asked_anyway", "fact.told_again")

# So many events are read at once, whoever asks.
MOST_AT_ONCE: Final = 500


class CurrentTransaction(models.Func):
    """PostgreSQL's number of the running transaction; 0 on SQLite, where writers queue and rows appear in order."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, list[Any]]:
        return "(pg_current_xact_id()::text::bigint)", []

    def as_sqlite(  # type: ignore[override]
        self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        return "0", []


class Event(models.Model):
    """One thing that was done. Rows are never changed and never deleted."""

    id = models.BigAutoField(primary_key=True)
    xact = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(default=now)
    verb = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    conversation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # A conversation's audit trail, oldest first.
            models.Index(fields=["conversation_id", "id"], name="event_conversation"),
            # What readers take from a position on (see `since`).
            models.Index(fields=["xact", "id"], name="event_position"),
            # How often people had to say it twice, in a span of time: a few rows of all.
            models.Index(fields=["at"], name="event_repeated", condition=models.Q(verb__in=REPEATED)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} {self.subject_id}"

    @property
    def position(self) -> int:
        """Where readers go on after this event (see `since`)."""
        return self.xact << 64 | self.id


def record(
    verb: str,
    *,
    by: Acting | Actor,
    on: models.Model,
    conversation: int | None = None,
    person: int | None = None,
    **facts: Any,
) -> Event:
    """Write one event and let the wiring react, in the transaction of the verb that calls.

    The row is written where the outermost verb ends, together with the others of it: only then it has its id. Must be
    called inside a transaction (a verb opens it). `facts` are JSON values: ids, codes and field names only; what a
    timer made happen more than a minute late has `late_seconds` among them. Raises LookupError for a verb that the
    wiring does not list.
    """
    if not engine().in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} recorded outside a verb's transaction")
    actor = actor_of(by)
    reactions = wiring.reactions_to(verb)
    if late := late_by():
        facts["late_seconds"] = round(late.total_seconds())
    event = made(
        Event,
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        subject=on._meta.model_name or "",
        subject_id=on.pk,
        conversation_id=conversation,
        person_id=person,
        facts=facts,
    )
    held.at_the_end(held.EVENTS, insert_all, event)
    for reaction in reactions:
        reaction.react(event)
    wake.after_commit()
    return event


def since(position: int, limit: int = MOST_AT_ONCE) -> Iterator[Event]:
    """Events after `position`, at most 500, in an order in which none can appear later behind one already given.

    On PostgreSQL sequence numbers become visible out of order: a slow transaction may hold a lower number than a fast
    one that is already committed. So rows are ordered by (transaction, id), and only those below the oldest
    transaction still running are given (`pg_snapshot_xmin`); what is held back comes with a later call.
    """
    xact, last = position >> 64, position & (1 << 64) - 1
    return iter(_since(xact, last)[:limit])


@asked(int, int)
def _since(xact: int, last: int) -> models.QuerySet[Event]:
    rows = Event.objects.filter(models.Q(xact=xact, id__gt=last) | models.Q(xact__gt=xact))
    if connection.vendor == "postgresql":
        rows = rows.extra(where=["xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"])
    return rows.order_by("xact", "id")[:MOST_AT_ONCE]


def newest_position() -> int:
    """The position after everything that is recorded now."""
    newest = Event.objects.order_by("-xact", "-id").only("xact", "id").first()
    return newest.position if newest else 0
