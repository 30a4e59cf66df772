"""Calming: a member looked at a promise that is at risk, and it will still be on time."""

from __future__ import annotations

from cha.conversations.access import must_answer
from cha.core.actor import Acting, Actor
from cha.core.errors import Conflict
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.promises.models import Promise
from cha.promises.models.promise import show_promises


@verb
def calm(promise: Promise, *, by: Acting | Actor) -> Promise:
    """It is no longer shown as at risk. Its time stands, and what becomes of it then. Raises Conflict once settled."""
    conversation = must_answer(promise.conversation, by)
    locked = Promise.objects.select_for_update().get(pk=promise.pk)
    if locked.state != Promise.State.OPEN:
        raise Conflict("This promise is settled already.", code="settled")
    if locked.at_risk_at is not None:
        locked.at_risk_at = None
        locked.save(update_fields=["at_risk_at"])
        show_promises(conversation)
        record("promise.calmed", by=by, on=locked, conversation=conversation.pk, person=locked.person_id)
    return locked
