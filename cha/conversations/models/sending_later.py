"""Sending later: an answer that is written now and said at a chosen time, once or again and again.

It is a row of its own until its time comes: nothing has been said before, and the turn stays whose it is. A concern
that waits on us is snoozed until then, so a promise that falls in between stands in the way, as for every snooze.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.conversation import OPEN, Conversation, State
from cha.conversations.models.drafting import Draft
from cha.conversations.models.message import Message
from cha.conversations.models.saying import say
from cha.conversations.models.snoozing import snooze, wake_up
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import ChaError, Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import Event, record
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.preferences import must_be_welcome
from cha.team.models import Member

MOST: Final = 400
GRACE: Final = timedelta(minutes=2)


class Later(models.Model):
    """An answer for later. `zone` is the clock that it repeats on, `until` the last day on that clock.

    `times` is how often it was said, `round` how often since `first_at`, from which the next time is counted.
    `holds`: it rests, instead of going, when the person writes before. `why` says in a code what it rests for:
    `wrote` (the person did), `refused` (its writer may not answer any more), `closed` (the conversation is put away).
    """

    class Every(models.TextChoices):
        ONCE = "", "once"
        DAY = "day"
        WEEK = "week"
        MONTH = "month"

    class State(models.TextChoices):
        WAITING = "waiting"
        RESTING = "resting", "needs a member's word"
        DONE = "done"
        ENDED = "ended", "taken back, or no longer needed"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="laters")
    member = models.ForeignKey(Member, models.CASCADE, related_name="laters")
    text = models.TextField()
    to = models.CharField(max_length=320, blank=True)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    files = models.JSONField(default=list)
    written_at = models.DateTimeField(default=now)
    goes_at = models.DateTimeField()
    first_at = models.DateTimeField()
    zone = models.CharField(max_length=64, default="UTC")
    every = models.CharField(max_length=8, choices=Every.choices, blank=True)
    until = models.DateField(null=True)
    holds = models.BooleanField(default=True)
    times = models.SmallIntegerField(default=0)
    round = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [
            # What waits or rests in one conversation.
            models.Index(
                fields=["conversation"], name="later_open", condition=models.Q(state__in=["waiting", "resting"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goes_at:%Y-%m-%d %H:%M}: {self.text[:40]}"


STANDING: Final = (Later.State.WAITING, Later.State.RESTING)


def open_laters(conversation_id: int) -> models.QuerySet[Later]:
    """What waits for its time, or for a member's word, soonest first."""
    return Later.objects.filter(conversation_id=conversation_id, state__in=STANDING).order_by("goes_at")


def next_time(first: datetime, count: int, every: str, zone: str) -> datetime:
    """The moment of the repetition after `count` of them: the same hour on the clock of `zone`, also over its changes.

    A month that has no such day has its last one.
    """
    local = first.astimezone(ZoneInfo(zone))
    if every == Later.Every.MONTH:
        month = local.month - 1 + count
        year, month = local.year + month // 12, month % 12 + 1
        day = min(local.day, monthrange(year, month)[1])
        local = local.replace(year=year, month=month, day=day)
    else:
        local += timedelta(days=count * (7 if every == Later.Every.WEEK else 1))
    return local.astimezone(UTC)


@verb
def say_later(
    conversation: Conversation,
    text: str,
    goes_at: datetime,
    *,
    by: Member,
    to: str = "",
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    attachment_ids: Sequence[int] = (),
    zone: str = "UTC",
    every: str = "",
    until: date | None = None,
    holds: bool = True,
    beside: bool = False,
) -> Later:
    """Write an answer that is said at `goes_at` (aware). Its draft goes with it, and a concern that waits on us waits.

    `beside` what goes on there, as a question that comes long after it: draft, turn and promises stay as they are.

    Raises Invalid for no words, a moment that has passed, and when a promise would break meanwhile; NotFound, Refused.
    """
    locked = must_answer(conversation, by)
    if not text.strip():
        raise Invalid("There is nothing to send yet. Write a word first.", field="body")
    if every and every not in Later.Every.values:
        raise Invalid("It repeats every day, week or month.", field="every")
    if beside:
        _must_come(goes_at)
    else:
        _fits(locked, goes_at)
    if not locked.heard_count:
        must_be_welcome(locked.person)
    row = Later(
        conversation=locked,
        member=by,
        text=text.strip(),
        to=to,
        cc=list(cc),
        bcc=list(bcc),
        files=list(attachment_ids),
        goes_at=goes_at,
        first_at=goes_at,
        zone=zone,
        every=every,
        until=until,
        holds=holds,
    )
    row.save(force_insert=True)
    if beside:
        set_timer(f"later:{row.pk}", row.goes_at, say_now_task, row.pk)
        locked.change()
    else:
        Draft.objects.filter(conversation=locked, member=by, kind="reply").delete()
        _wait(row, locked, by)
    record("later.written", by=by, on=row, conversation=locked.pk, person=locked.person_id, at=goes_at.isoformat())
    conversation.refresh_from_db()
    return row


def _must_come(goes_at: datetime) -> None:
    if goes_at <= now():
        raise Invalid("That moment has passed. Choose a later one.", field="until")


def _fits(conversation: Conversation, goes_at: datetime) -> None:
    _must_come(goes_at)
    promised = conversation.next_promise_at
    if promised and promised > now() and goes_at > promised:
        raise Invalid("Something is promised before then. Keep it first, or agree a new time.", field="until")


def _wait(row: Later, conversation: Conversation, by: Member) -> None:
    """Let it wait for its time; a concern that waits on us is out of the list until then."""
    set_timer(f"later:{row.pk}", row.goes_at, say_now_task, row.pk)
    if conversation.state == State.OURS and not conversation.snoozed_until:
        # A little longer, or it would come back into the list in the moment that it is said.
        promised = conversation.next_promise_at
        until = row.goes_at + GRACE
        snooze(conversation, min(until, promised) if promised and promised > now() else until, by=by)
    else:
        conversation.change()


def _waits_for(row: Later, conversation: Conversation) -> bool:
    """Whether the concern is out of the list because of this."""
    until = conversation.snoozed_until
    return until is not None and row.goes_at <= until <= row.goes_at + GRACE


@task("conversations.say_later")
def say_now_task(later_id: int) -> None:
    """Its time has come."""
    row = Later.objects.filter(pk=later_id, state=Later.State.WAITING, goes_at__lte=now()).first()
    if row:
        say_now(row)


@verb
def say_now(later: Later, *, by: Acting | Actor = CHA) -> Message | None:
    """Say it: once for each time, whoever asks twice. None when it rests instead, because it cannot be said.

    A member who does it by hand takes the time's place. Raises Conflict when there is nothing left to say by hand.
    """
    locked = must_answer(later.conversation, by)
    row = Later.objects.select_for_update(of=("self",)).select_related("member").get(pk=later.pk)
    if by == CHA and (row.state != Later.State.WAITING or row.goes_at > now()):
        # Two workers had the same time: the other one was first.
        return None
    if row.state not in STANDING:
        raise Conflict("It has gone already, or was taken back.", code="gone")
    why = _stands_in_the_way(row, locked)
    message = None if why else _say(row, locked)
    if message is None:
        _rest(row, why or "refused")
        return None
    stop_timer(f"later:{row.pk}")
    _go_on(row)
    record("later.said", by=by, on=row, conversation=locked.pk, person=locked.person_id, message=message.pk)
    return message


def _go_on(row: Later) -> None:
    """It was said once more: done, or waiting for its next time. Times that were slept through are left out."""
    row.times, row.state, row.why = row.times + 1, Later.State.DONE, ""
    if row.every and row.times < MOST:
        row.round += 1
        while (goes_at := next_time(row.first_at, row.round, row.every, row.zone)) <= now():
            row.round += 1
        row.goes_at = goes_at
        if row.until is None or goes_at.astimezone(ZoneInfo(row.zone)).date() <= row.until:
            row.state = Later.State.WAITING
            set_timer(f"later:{row.pk}", row.goes_at, say_now_task, row.pk)
    row.save(update_fields=["times", "round", "goes_at", "state", "why"])


def _stands_in_the_way(row: Later, conversation: Conversation) -> str:
    if conversation.state in (State.TRASH, State.ASIDE):
        return "closed"
    return "" if row.member.is_active else "refused"


def _say(row: Later, conversation: Conversation) -> Message | None:
    files = _files(row) if row.files else []
    known: dict[str, Any] = {"to": row.to, "cc": row.cc, "bcc": row.bcc, "once": f"later:{row.pk}:{row.times}"}
    done = conversation.state not in OPEN and {"state": conversation.state}
    try:
        message = say(conversation, row.text, by=row.member, hold=timedelta(0), attachment_ids=files, **known)
    except ChaError:
        return None
    if done:
        # A word after it was put right ("how are the flowers?") does not open it again.
        Conversation.objects.locked(conversation.pk).change(**done)
    return message


def _files(row: Later) -> list[int]:
    """The files for this time: what repeats goes with copies, so that each time has its own."""
    found = list(Attachment.objects.filter(pk__in=row.files))
    if not row.every:
        return [file.pk for file in found]
    made = []
    for file in found:
        copy = Attachment(name=file.name, content_type=file.content_type, size=file.size, digest=file.digest)
        copy.save(force_insert=True)
        made.append(copy.pk)
    return made


def _rest(row: Later, why: str) -> None:
    stop_timer(f"later:{row.pk}")
    row.state, row.why = Later.State.RESTING, why
    row.save(update_fields=["state", "why"])
    conversation = Conversation.objects.locked(row.conversation_id)
    wake_up(conversation)
    Conversation.objects.locked(row.conversation_id).change()
    record("later.rested", by=CHA, on=row, conversation=row.conversation_id, why=why, member=row.member_id)


@verb
def change_time(later: Later, goes_at: datetime, *, by: Member) -> Later:
    """Let it go at another time; what rested waits again. Raises Conflict when it has gone, Invalid as `say_later`."""
    locked = must_answer(later.conversation, by)
    row = Later.objects.select_for_update().get(pk=later.pk)
    if row.state not in STANDING:
        raise Conflict("It has gone already, or was taken back.", code="gone")
    _fits(locked, goes_at)
    if _waits_for(row, locked):
        wake_up(locked, by=by)
    row.goes_at = row.first_at = goes_at
    row.round, row.state, row.why = 0, Later.State.WAITING, ""
    row.save(update_fields=["goes_at", "first_at", "round", "state", "why"])
    _wait(row, Conversation.objects.locked(locked.pk), by)
    record("later.moved", by=by, on=row, conversation=locked.pk, at=goes_at.isoformat())
    return row


@verb
def take_back_later(later: Later, *, by: Member) -> Draft | None:
    """Take it back before it goes. Its words become the draft of whoever takes it back, unless they have begun another.

    Raises Conflict when it has gone already.
    """
    locked = must_answer(later.conversation, by)
    row = Later.objects.select_for_update().get(pk=later.pk)
    if row.state not in STANDING:
        raise Conflict("It has gone already. Write a second word instead.", code="gone")
    _end(row, by)
    if _waits_for(row, locked):
        wake_up(locked, by=by)
    defaults = {"text": row.text, "kept_at": now()}
    if row.times or Draft.objects.filter(conversation=locked, member=by, kind="reply").exclude(text="").exists():
        return None
    draft, _ = Draft.objects.update_or_create(conversation=locked, member=by, kind="reply", defaults=defaults)
    return draft


def _end(row: Later, by: Acting | Actor) -> None:
    stop_timer(f"later:{row.pk}")
    row.state = Later.State.ENDED
    row.save(update_fields=["state"])
    Conversation.objects.locked(row.conversation_id).change()
    record("later.ended", by=by, on=row, conversation=row.conversation_id)


def answered_meanwhile(event: Event) -> None:
    """Reaction: the person wrote. What repeats ends; what was to go once rests, where its writer wanted that."""
    for row in list(_waiting(event.conversation_id or 0)):
        if row.every:
            _end(row, CHA)
        elif row.holds:
            _rest(row, "wrote")


@asked(int)
def _waiting(conversation: int) -> models.QuerySet[Later]:
    # The whole condition of the index, beside the one that is meant.
    return Later.objects.filter(state__in=STANDING, conversation_id=conversation, state=Later.State.WAITING)


def put_right_meanwhile(event: Event) -> None:
    """Reaction: it is put right, so nothing is said again and again any more."""
    for row in list(open_laters(event.conversation_id or 0).exclude(every="")):
        _end(row, CHA)
