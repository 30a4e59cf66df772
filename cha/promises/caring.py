"""Keeping each conversation's place in the care order: computed when something changes, never while somebody looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from cha.channels.models import target_of
from cha.channels.models.visit import Visit, visits_of
from cha.conversations.models import Conversation, State
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.held import ROWS, at_the_end
from cha.core.ledger import Event, record
from cha.core.prepared import update
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.promises.care import CareInput, care
from cha.promises.holding import open_hold
from cha.promises.keeping_time import stated_minutes
from cha.promises.models import Promise
from cha.promises.models.weighing import weights
from cha.promises.signed import signed

TARGET = timedelta(hours=4)
AT_ONCE = 200


def recare(event: Event) -> None:
    """Reaction: put the event's conversation where it belongs in the care order, once for all that a verb does."""
    if event.conversation_id is not None:
        at_the_end(ROWS, _place, event.conversation_id)


def _place(conversation_ids: list[int]) -> None:
    # In one order, so that two verbs never wait for each other.
    for pk in sorted(set(conversation_ids)):
        _place_one(Conversation.objects.locked(pk))


def _place_one(conversation: Conversation) -> None:
    if conversation.state != State.OURS or conversation.waiting_since is None:
        if conversation.care_at is not None:
            Conversation.objects.filter(pk=conversation.pk).update(care_at=None, care_reasons=[])
        return
    weighed = weights()
    given = replace(care_input(conversation), cap=weighed.cap)
    place = care(given, weighed)
    if given.present:
        _look_when(conversation.pk)
    reasons = [reason.to_data() for reason in place.reasons]
    conversation.care_at, conversation.care_reasons = place.at, reasons
    update(conversation, ["care_at", "care_reasons"])


def care_input(conversation: Conversation) -> CareInput:
    """The values that the care order is computed from."""
    waiting_since = conversation.waiting_since
    assert waiting_since is not None  # noqa: S101 - the caller has looked
    broken = _broken_since(conversation, waiting_since)
    # A promise that broke was due when it was due: breaking it must not win us time.
    promised_by = min(filter(None, (broken, conversation.next_promise_at)), default=None)
    return signed(
        CareInput(
            waiting_since=waiting_since,
            promised_by=promised_by,
            target=TARGET if promised_by else _target(conversation),
            mood=conversation.mood or None,
            contacts=conversation.heard_count,
            fresh_promise_broken=broken is not None,
            at_risk=broken is None and conversation.promise_state == "risk",
            present=_here_until(conversation.pk) is not None and not open_hold(conversation.pk),
        ),
        conversation.care_signs,
    )


def _target(conversation: Conversation) -> timedelta:
    """Within what they are answered where nothing is promised: the business's own target, else what is stated."""
    minutes = stated_minutes(conversation)
    return timedelta(minutes=minutes) if minutes else target_of(conversation) or TARGET


def _here_until(conversation: int) -> datetime | None:
    """Until when somebody is in the chat at least, and waits there; None for nobody."""
    at = now()
    return max((visit.here_until or at for visit in visits_of(conversation) if _waits(visit, at)), default=None)


def _waits(visit: Visit, at: datetime) -> bool:
    return visit.is_here(at) and not visit.ended_at


def _look_when(conversation: int) -> None:
    """Look once more when their lease is over: nobody says that they leave."""
    until = _here_until(conversation)
    if until:
        set_timer(f"here:{conversation}", until + timedelta(seconds=1), look_who_is_here, conversation)


@task("promises.look_who_is_here", rank=2)
def look_who_is_here(conversation_id: int) -> None:
    """Whether somebody who waited in the chat is still there."""
    conversation = Conversation.objects.filter(pk=conversation_id, state=State.OURS).first()
    if conversation:
        still_there(conversation)


@verb
def still_there(conversation: Conversation) -> bool:
    """Look again later while they are there; once they have left, they wait as everybody does."""
    here = _here_until(conversation.pk) is not None
    if here:
        _look_when(conversation.pk)
    else:
        record("visit.left", by=CHA, on=conversation, conversation=conversation.pk, person=conversation.person_id)
    return here


def _broken_since(conversation: Conversation, since: datetime) -> datetime | None:
    """When the first promise was due that broke while the person has been waiting."""
    # Nothing was ever promised where no promise stands: most messages that are heard are the first.
    if not conversation.promise_state:
        return None
    return next(iter(_broken(conversation.pk, since)), None)


@asked(int, datetime)
def _broken(conversation: int, since: datetime) -> QuerySet[Promise, datetime]:
    broken = Promise.objects.filter(conversation_id=conversation, state=Promise.State.BROKEN, settled_at__gte=since)
    return broken.order_by("by").values_list("by", flat=True)[:1]


@task("promises.place_waiting", rank=4)
def place_waiting(after: int) -> None:
    """Put who waits in their place anew, `AT_ONCE` of them at a time, by id from `after` on."""
    waiting = Conversation.objects.filter(state=State.OURS, waiting_since__isnull=False, pk__gt=after)
    found = list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if found:
        place_again(found)
    if len(found) == AT_ONCE:
        place_waiting.enqueue(found[-1])


@verb
def place_again(conversation_ids: list[int]) -> None:
    """Put conversations where they belong now, because what counts has changed."""
    _place(conversation_ids)


def from_the_first(_event: Event) -> int:
    """Where `place_waiting` begins."""
    return 0
