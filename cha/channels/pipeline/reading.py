"""Read: turn a stored payload into values, then record them. May fail, be shown, be repaired and be run again."""

from __future__ import annotations

from cha.channels.models.payload import Payload
from cha.channels.pipeline.recording import record_inbound
from cha.channels.pipeline.unsealing import read_into, remember
from cha.channels.registry import medium_called
from cha.conversations.models import Message
from cha.core.actor import CHA, Acting, Actor
from cha.core.ledger import record
from cha.core.prepared import read as read_row
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
