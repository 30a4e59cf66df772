"""Going alone: when nobody can, and the business lets it, the heads-up goes by itself before the promise is due. Once.

It goes to nobody who wants nothing but answers, not in their quiet hours, not while a member is at it, at most once a
day in a conversation, and never twice for what was put off once by itself. To an unproven sender it says no name.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from cha.channels.ways import usual_way
from cha.conversations.models import Conversation, Kind, Message, Presence
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.people.models import ContactPoint
from cha.people.preferences import preferences_of, quiet_until
from cha.promises.heads_up import HeadsUp, heads_up, unreached, waits
from cha.promises.models import Promise
from cha.promises.models.going_alone import goes_alone
from cha.promises.warning import WARNS, warned

PAUSE: Final = timedelta(hours=24)


def wait_for_it(event: Event) -> None:
    """Reaction: a promise is at risk. Where heads-ups may go by themselves, its moment is set."""
    minutes = goes_alone()
    promise = Promise.objects.filter(pk=event.subject_id).first() if minutes else None
    if promise and minutes:
        _wait(promise, max(promise.by - timedelta(minutes=minutes), now()))


def _wait(promise: Promise, until: datetime) -> None:
    set_timer(f"promise:{promise.pk}:alone", until, go_alone, promise.pk)


@task("promises.go_alone", rank=1)
def go_alone(promise_id: int) -> None:
    """Send it, unless something keeps us silent. Twice is once. On a clock that was set back it waits again."""
    rows = Promise.objects.select_related("conversation__person", "moved_from")
    promise, minutes, at = rows.filter(pk=promise_id).first(), goes_alone(), now()
    if promise is None or minutes is None or waits(promise) != "warn" or promise.warned_at:
        return
    later = max(promise.by - timedelta(minutes=minutes), promise.at_risk_at or at)
    until = later if later > at else quiet_until(promise.conversation.person, at)
    if until:
        if until < promise.by:
            with transaction.atomic():
                _wait(promise, until)
        return
    if not silent_because(promise, at):
        proven = _proven(promise.conversation)
        send_alone(promise, heads_up(promise, at, named=proven), proven=proven)


def silent_because(promise: Promise, at: datetime) -> str:
    """Why it does not go by itself, as a code; "" when it does."""
    conversation = promise.conversation
    first = getattr(promise, "moved_from", None)
    if first and promise.made_by_kind == CHA.kind and first.warned_at:
        return "again"
    if preferences_of(conversation.person).do_not_contact:
        return "asked"
    if unreached(conversation, usual_way(conversation)):
        return "unreached"
    if Presence.objects.filter(conversation=conversation, until__gt=at).exists():
        return "at it"
    said = Message.objects.filter(conversation=conversation, kind=Kind.SAID)
    if said.filter(delivery="held").exists():
        return "at it"
    sent = said.filter(author_kind=CHA.kind, at__gt=at - PAUSE).values_list("extra", flat=True)
    return "lately" if any(WARNS in extra for extra in sent) else ""


def _proven(conversation: Conversation) -> bool:
    way = usual_way(conversation)
    points = ContactPoint.objects.filter(person_id=conversation.person_id, verified_at__isnull=False)
    return way is not None and points.filter(value=way.address).exists()


@verb
def send_alone(promise: Promise, words: HeadsUp, *, proven: bool) -> Promise | None:
    """Let Cha say it, and promise the new time. None when a member was quicker, or it is over."""
    conversation = Conversation.objects.locked(promise.conversation_id)
    row = Promise.objects.select_for_update().get(pk=promise.pk)
    at = now()
    if row.state != Promise.State.OPEN or row.warned_at or row.by <= at or not conversation.is_open:
        return None
    extra = {WARNS: row.pk, "proven": proven}
    message = say_beside(conversation, words.text, language=words.language, extra=extra, at=at)
    new = warned(row, message, words.new_by, by=None)
    release(message)
    return new
