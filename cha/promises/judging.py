"""Judging what was said: when it comes true, or when its time has passed; and learning from how long it took.

A wait that ends costs one task: the few open rows of its conversation, and for each five rows of statistics. Times
that passed are looked at every quarter of an hour, `BATCH` at once, by a timer that sets itself again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cha.channels.models import Channel, channel_of
from cha.conversations.models import Conversation, Message
from cha.core.clock import now
from cha.core.hours import open_between
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.promises.expecting import expected
from cha.promises.forecast import Step
from cha.promises.learning import came, learn, next_look, passed
from cha.promises.models.said import Said, keep_said
from cha.promises.models.wait_stat import keep_known, known_of
from cha.promises.tracking import LEVELS

EVERY: Final = timedelta(minutes=15)
BATCH: Final = 500
KEPT_FOR: Final = timedelta(days=400)
_MINUTE: Final = timedelta(minutes=1)
_UNKNOWN: Final = (None,) * len(LEVELS)
BESIDE: Final[tuple[Step, ...]] = ("read", "put_right")


@task("promises.answer_came")
def answer_came(message_id: int) -> None:
    """A member's answer went out: it is read and answered. Asking for a moment is no answer."""
    message = Message.objects.filter(pk=message_id).first()
    if message and message.author_kind == "member" and "hold_until" not in message.extra:
        come_true(message.conversation_id, ("read", "answer"), message.at)


@task("promises.right_came")
def right_came(conversation_id: int) -> None:
    """It is put right: whatever was expected has come."""
    come_true(conversation_id, ("read", "answer", "put_right"), now())


@task("promises.expect_beside")
def expect_beside(conversation_id: int) -> None:
    """Beside the answer that was promised: by when it is read, and put right. Kept, not said."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    channel = channel_of(conversation) if conversation else None
    if conversation and channel and not Said.objects.filter(conversation=conversation_id, step__in=BESIDE).exists():
        keep_beside(conversation, channel, conversation.acknowledged_at or now())
    keep_looking()


@verb
def keep_beside(conversation: Conversation, channel: Channel, at: datetime) -> None:
    """Keep what is expected of the steps that nobody is told."""
    for step in BESIDE:
        found = expected(channel, at, step=step, topic=conversation.topic, own=True)
        keep_said(conversation.pk, channel.pk, at, channel.hours(), found, told_them=False)


def read_now(conversation: Conversation) -> None:
    """A member looks at it: whoever wrote is read. A look at an index where that was known."""
    if Said.objects.filter(conversation=conversation.pk, step="read", came_at=None).exists():
        come_true(conversation.pk, ("read",), now())


@verb
def come_true(conversation: int, steps: Sequence[str], at: datetime) -> int:
    """What was expected of a conversation came at a moment. Returns of how many; twice is once."""
    rows = Said.objects.select_for_update().filter(conversation=conversation, step__in=steps, came_at=None)
    found = list(rows.order_by("pk"))
    for row in found:
        row.came_at, row.held, row.look_at = max(at, row.at), at <= row.by, None
        known = known_of(row.step, row.channel, [row.basis.place], locked=True)
        known.course.judge(came(row.moments, row.missed, at) or _UNKNOWN)
        channel = Channel.objects.select_related("brand").filter(pk=row.channel).first()
        if channel:
            learn(known, row.basis, open_between(channel.hours(), row.at, at) / _MINUTE, at)
        keep_known(row.step, row.channel, known, at)
        row.save(update_fields=["came_at", "held", "look_at"])
    return len(found)


@task("promises.judge_passed")
def judge_passed() -> None:
    """Look at what has passed without coming true, and again in a quarter of an hour."""
    while judge_some(now()) == BATCH:
        continue
    Said.objects.filter(pk__in=Said.objects.filter(at__lt=now() - KEPT_FOR).values("pk")[:BATCH]).delete()
    keep_looking()


def keep_looking() -> None:
    """Have it looked at again, while something is open."""
    if Said.objects.filter(look_at__isnull=False).exists():
        at = now()
        set_timer("said:look", at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % EVERY + EVERY, judge_passed)


@verb
def judge_some(at: datetime) -> int:
    """Judge up to `BATCH` times that have passed. Returns how many were looked at."""
    rows = list(Said.objects.select_for_update().filter(look_at__lte=at).order_by("look_at")[:BATCH])
    for (step, channel), mine in _grouped(rows).items():
        known = known_of(step, channel, (), locked=True)
        for row in mine:
            held = passed(row.moments, row.missed, at)
            known.course.judge(held or _UNKNOWN)
            row.missed += sum(one is False for one in held)
            row.held = False if row.by < at else row.held
            row.look_at = next_look(row.moments, row.missed)
            row.save(update_fields=["missed", "held", "look_at"])
        known.spreads.clear()
        keep_known(step, channel, known, at)
    return len(rows)


def _grouped(rows: Sequence[Said]) -> dict[tuple[str, int], list[Said]]:
    found: dict[tuple[str, int], list[Said]] = {}
    for row in rows:
        found.setdefault((row.step, row.channel), []).append(row)
    # In one order, so that two that judge at once never wait for each other.
    return dict(sorted(found.items()))
