"""Those that waited on them before a rule was switched on: how many it would touch, and taking them in, bit by bit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cha.conversations.models import Conversation, State
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.clock import now
from cha.core.hours import Hours, always
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.promises.models.time_rule import RuleRun, TimeRule, run_of
from cha.promises.nudging import begin_run, step_time
from cha.team.models import brand

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Touched:
    """How many conversations a rule fits: whose first step would be due by now, and whose later."""

    due: int
    later: int


def waiting_on_them(rule: TimeRule) -> ConversationQuerySet:
    """The conversations that a rule fits now: nothing promised in them, and not put off."""
    rows = Conversation.objects.filter(state=State.THEIRS, next_promise_at=None, snoozed_until=None)
    if rule.topic:
        rows = rows.filter(topic=rule.topic)
    return rows.filter(channel_id=rule.channel_id) if rule.channel_id else rows


def would_touch(rule: TimeRule, at: datetime) -> Touched:
    """What switching a rule on for all that wait would do, counted by the last word in each. Two queries."""
    rows, due = waiting_on_them(rule), waits_since(rule, at)
    return Touched(rows.filter(last_at__lte=due).count(), rows.filter(last_at__gt=due).count())


def waits_since(rule: TimeRule, at: datetime) -> datetime:
    """The latest moment since which a wait's first step is due by `at`, to the minute."""
    hours = _hours(rule)
    early, late = at - timedelta(days=max(rule.after * 3, 14)), at
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if step_time(middle, rule.after, rule.unit, hours) <= at else (early, middle)
    return early


def _hours(rule: TimeRule) -> Hours:
    face = brand()
    if rule.channel:
        return rule.channel.hours()
    return face.hours() if face else always("UTC")


def wants_old(event: Event) -> bool:
    """For the wiring: it was switched on for what waits already, too."""
    return bool(event.facts.get("old"))


@task("promises.enrol", rank=7)
def enrol(rule_pk: int, after: int = 0, count: int = 0) -> None:
    """Take in those that wait already, `AT_ONCE` at a time: each step that is due has a moment of its own."""
    rule = TimeRule.objects.filter(pk=rule_pk, on_at__isnull=False).first()
    if rule is None:
        return
    found = list(waiting_on_them(rule).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in found:
        count += take_in(rule, pk, count)
    if len(found) == AT_ONCE:
        enrol.enqueue(rule_pk, found[-1], count)


@verb
def take_in(rule: TimeRule, pk: int, count: int) -> bool:
    """Set one that waits already on its way. Whether it takes a place in the hour."""
    conversation = Conversation.objects.locked(pk)
    if conversation.state != State.THEIRS or run_of(conversation.pk):
        return False
    if RuleRun.objects.filter(conversation=conversation, rule=rule, since=conversation.last_at).exists():
        return False
    turn = now() + timedelta(hours=1) * (count + 1) / rule.per_hour
    begin_run(rule, conversation, conversation.last_at, turn)
    return True
