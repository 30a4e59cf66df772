"""Reopening: a promise stands again, because the act that settled it was taken back."""

from __future__ import annotations

from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.promises.models.promise import Promise, set_timers, show_promises

AGAIN = (Promise.State.KEPT, Promise.State.RELEASED)


@verb
def reopen_promise(promise: Promise, *, by: Acting | Actor) -> Promise:
    """It was kept or released by mistake: it is open, with the time it had. One whose time has passed stays settled."""
    conversation = Conversation.objects.locked(promise.conversation_id)
    locked = Promise.objects.select_for_update().get(pk=promise.pk)
    if locked.state not in AGAIN or locked.by <= now():
        return locked
    locked.state, locked.settled_at = Promise.State.OPEN, None
    locked.save(update_fields=["state", "settled_at"])
    set_timers(locked)
    show_promises(conversation)
    record("promise.reopened", by=by, on=locked, conversation=conversation.pk, person=locked.person_id)
    return locked
