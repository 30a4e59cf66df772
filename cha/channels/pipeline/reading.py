"""Read: turn a stored payload into values, then record them. May fail, be shown, be repaired and be run again."""

from __future__ import annotations

from django.db.models import QuerySet

from cha.channels.base import Inbound
from cha.channels.models.payload import Arrival, Payload, receive, row_of
from cha.channels.pipeline.recording import record_inbound
from cha.channels.pipeline.unsealing import read_into, remember
from cha.channels.registry import medium_called
from cha.conversations.models import Message
from cha.core.actor import CHA, Acting, Actor
from cha.core.ledger import Event, record
from cha.core.prepared import insert
from cha.core.prepared import read as read_row
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.verbs import verb


@task("channels.read", rank=2)
def read(payload_id: int) -> None:
    """Read one payload. Running it twice records nothing twice."""
    try:
        payload = read_row(Payload, payload_id)
    except Payload.DoesNotExist:
        return
    if payload.state in (Payload.State.READ, Payload.State.DISMISSED):
        return
    read_now(payload)


def read_now(payload: Payload) -> Message | None:
    """Read a payload that was stored just now, without waiting for the worker; its task then finds it read.

    Returns what was recorded; None when it was recorded before, or could not be read (it is shown among the failures).
    """
    try:
        looked = read_into(payload, medium_called(payload.medium))
    except ValueError as error:
        cannot_read(payload, str(error))
        return None
    message = record_inbound(payload, looked.inbound)
    remember(looked, message)
    return message


def receive_now(arrival: Arrival) -> tuple[Payload, Message | None]:
    """Store an arrival and record what it says in one transaction, for a medium that is read in no time (a chat).

    The message is None when the same was stored before, or cannot be read now: then it is stored alone, and the worker
    reads it or shows it among the failures. When this returns, the bytes survive a power cut. Raises OSError or
    DatabaseError when nothing was stored; IntegrityError when the same came by another process at this moment.
    """
    row = row_of(arrival)
    try:
        inbound = medium_called(row.medium).read(row)
    except ValueError:
        return receive([arrival])[0], None
    return _taken(row, inbound)


@verb
def _taken(row: Payload, inbound: Inbound) -> tuple[Payload, Message | None]:
    for known in _kept_as(row.digest):
        return known, None
    insert(row)
    record("payload.received", by=CHA, on=row, medium=row.medium, size=row.size, read=True)
    return row, record_inbound(row, inbound)


@asked(str)
def _kept_as(digest: str) -> QuerySet[Payload]:
    return Payload.objects.filter(digest=digest)[:1]


def waits_to_be_read(event: Event) -> bool:
    """For the wiring: what was recorded as it was received needs no reading."""
    return not event.facts.get("read")


@verb
def cannot_read(payload: Payload, why: str) -> None:
    """Show that a payload could not be read, and why. Its bytes stay; it can be read again."""
    Payload.objects.filter(pk=payload.pk).update(state=Payload.State.UNREADABLE, said=why[:2000])
    record("payload.unreadable", by=CHA, on=payload)


@verb
def read_again(payload: Payload, *, by: Acting | Actor) -> None:
    """Have an unreadable payload read once more, after a repair."""
    changed = Payload.objects.filter(pk=payload.pk, state=Payload.State.UNREADABLE).update(state=Payload.State.RECEIVED)
    if changed:
        record("payload.retried", by=by, on=payload)


@verb
def dismiss(payload: Payload, *, by: Acting | Actor) -> None:
    """A member has looked: nobody needs to read it. The bytes stay."""
    changed = Payload.objects.filter(pk=payload.pk, state=Payload.State.UNREADABLE).update(
        state=Payload.State.DISMISSED
    )
    if changed:
        record("payload.dismissed", by=by, on=payload)
