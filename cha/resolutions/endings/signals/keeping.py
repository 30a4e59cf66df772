"""Keeping what was noticed, for leads; settled by one of them, and quiet then."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.resolutions.endings.signals.facts import Noticed
from cha.resolutions.models import Signal
from cha.team.models import Member

# "fine": there is nothing in it. "watch": leads go on looking; neither decides anything.
MEANS: Final = ("fine", "watch")
# What was found to be fine for a person is not shown again for so long, in another conversation either.
QUIET: Final = timedelta(days=90)


@verb
def notice(conversation: Conversation, found: Noticed) -> Signal | None:
    """Keep a fact, once for a conversation and kind; the newest counts stand. None where a lead settled it."""
    locked = Conversation.objects.locked(conversation.pk)
    row = Signal.objects.filter(conversation=locked, kind=found.kind).first()
    if row is None and _settled(locked.person_id, found.kind):
        return None
    if row and (row.settled_at or row.facts == found.to_data()):
        return None if row.settled_at else row
    new = row is None
    row = row or Signal(conversation=locked, person_id=locked.person_id, kind=found.kind)
    row.facts = found.to_data()
    row.save()
    if new:
        locked.change()
        record("signal.noticed", by=CHA, on=row, conversation=locked.pk, person=locked.person_id, kind=found.kind)
    return row


def _settled(person: int, kind: str) -> bool:
    rows = Signal.objects.filter(person_id=person, kind=kind, means="fine", settled_at__gte=now() - QUIET)
    return rows.exists()


@verb
def settle(signal: Signal, means: str, *, by: Member) -> Signal:
    """A lead says "fine" or "watch"; it is quiet then. Twice, the later word counts. Raises Refused, Invalid."""
    locked = must_answer(signal.conversation, by)
    if not by.leads:
        raise Refused("Leads look at this. Ask one of them.")
    if means not in MEANS:
        raise Invalid("Say whether it is fine, or to be watched.", field="means")
    row = Signal.objects.select_for_update().get(pk=signal.pk)
    row.means, row.settled_at, row.settled_by = means, now(), by
    row.save(update_fields=["means", "settled_at", "settled_by"])
    locked.change()
    record("signal.settled", by=by, on=row, conversation=locked.pk, person=row.person_id, means=means)
    return row


def signals_of(conversation: Conversation, by: Member | None = None) -> list[Signal]:
    """What a lead should see of this person, newest first: what is unsettled, and what is to be watched.

    One query for leads, none and [] for other members. Without `by`, the caller shows it to leads alone.
    """
    if by is not None and not (by.leads and by.is_active):
        return []
    rows = Signal.objects.filter(person_id=conversation.person_id).exclude(means="fine")
    return list(rows.order_by("-pk")[:10])
