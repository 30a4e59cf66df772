"""Apologising: a promise was broken; the person hears that we are sorry, and by when they have it now. Once."""

from __future__ import annotations

from datetime import datetime, timedelta

from cha.conversations.access import must_answer
from cha.conversations.models import say
from cha.conversations.models.saying import UNDO
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.promises.models import Promise, break_promise
from cha.promises.models.promise import promise_anew
from cha.promises.warning import APOLOGISES, must_reach
from cha.team.models import Member


@verb
def apologise(
    promise: Promise,
    text: str,
    new_by: datetime,
    *,
    by: Member,
    hold: timedelta = UNDO,
    once: str = "",
) -> Promise:
    """Say sorry for a broken promise, and promise the new time. Returns the promise that stands then.

    One whose time has passed while nobody was awake is broken first. Pressed twice by the same member it is once.
    Raises Conflict, in words, for what is not broken, was apologised for, or cannot reach them; Invalid for the past;
    Refused and NotFound as `say` does.
    """
    locked = must_answer(promise.conversation, by)
    row = Promise.objects.select_for_update(of=("self",)).select_related("moved_to").get(pk=promise.pk)
    if row.state == Promise.State.OPEN and row.by <= now():
        row = break_promise(row)
    if row.state != Promise.State.BROKEN:
        raise Conflict("It is not broken: there is nothing to be sorry for.", code="settled")
    if row.moved_to:
        if (row.moved_to.made_by_kind, row.moved_to.made_by_id) == ("member", by.pk):
            return row.moved_to
        raise Conflict("Somebody apologised already. The new time stands.", code="apologised")
    if new_by <= now():
        raise Invalid("That moment has passed. Promise a later one.", field="until")
    must_reach(locked)
    message = say(locked, text, by=by, hold=hold, once=once, beside={APOLOGISES: row.pk})
    new = promise_anew(row, new_by, by=by, told_at=message.at, message=message.pk)
    record("promise.apologised", by=by, on=row, conversation=locked.pk, person=locked.person_id, message=message.pk)
    return new
