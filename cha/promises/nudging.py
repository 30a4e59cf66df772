"""Time-based rules at work: a run begins with a member's answer, each step has a timer, any word of theirs ends it.

A step looks again when its time comes: who answered, was put right or promised something meanwhile is left alone. Who
wants nothing but answers is never written to, and nobody twice in one wait.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cha.channels.models import channel_of
from cha.channels.ways import usual_way
from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, Kind, Message, State, put_aside
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.hours import Hours, add, always
from cha.core.ledger import Event, record
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.preferences import preferences_of, quiet_ends
from cha.people.zones import their_zone
from cha.promises.models.time_rule import RuleRun, TimeRule, rules_on, run_of
from cha.promises.nudge_words import FAREWELL, NUDGE, said_to
from cha.team.models import Member, brand

SILENT: Final = "silent"
# So much after a promise of ours is settled or passed, the rule looks again.
AGAIN: Final = timedelta(hours=1)
# A nudge comes at a time at which somebody would write, on the person's clock.
DAY: Final = (time(8), time(20))


def step_time(since: datetime, amount: int, unit: str, hours: Hours) -> datetime:
    """When `amount` of a unit has passed since a moment. Pure.

    Days keep the time of day on the clock of the hours' zone, over its changes; hours are those that are open. Where
    nothing ever opens, hours are counted as they pass.
    """
    if unit == TimeRule.Unit.DAYS:
        local = since.astimezone(ZoneInfo(hours.zone))
        return (local + timedelta(days=amount)).astimezone(since.tzinfo)
    length = timedelta(hours=amount)
    return add(hours, since, length) or since + length


def kindly(at: datetime, zone: str) -> datetime:
    """The moment itself where it is day on that clock, else the next morning. Pure."""
    local = at.astimezone(ZoneInfo(zone))
    if DAY[0] <= local.time() < DAY[1]:
        return at
    day = local.date() + timedelta(days=1 if local.time() >= DAY[1] else 0)
    return datetime.combine(day, DAY[0], local.tzinfo).astimezone(at.tzinfo)


def hours_of(conversation: Conversation) -> Hours:
    """The hours that a conversation's waiting is counted in."""
    channel, face = channel_of(conversation), brand()
    return channel.hours() if channel else always(face.zone if face else "UTC")


def waits_on_them(event: Event) -> None:
    """Reaction: an answer of a member's went out. The first rule that fits counts from now; an earlier run is over."""
    message = Message.objects.get(pk=event.subject_id)
    if message.author_kind != "member" or "hold_until" in message.extra:
        return
    conversation = Conversation.objects.locked(message.conversation_id)
    _stop(conversation.pk, "answered")
    if conversation.state != State.THEIRS:
        return
    for rule in rules_on():
        if rule.fits(conversation.topic, conversation.channel_id):
            begin_run(rule, conversation, message.at)
            return


def begin_run(rule: TimeRule, conversation: Conversation, since: datetime, not_before: datetime | None = None) -> None:
    """Set a conversation on its way through a rule. Must be called inside a verb, on a locked row."""
    at = step_time(since, rule.after, rule.unit, hours_of(conversation))
    run = RuleRun(rule=rule, conversation=conversation, since=since, at=max(at, not_before or at))
    run.save(force_insert=True)
    set_timer(f"rule:{run.pk}", run.at, rule_step_task, run.pk)


def no_longer_waits(event: Event) -> None:
    """Reaction: they wrote, or it is put right, put aside, in the trash: the rule's next step does not come."""
    if event.conversation_id is None:
        return
    _stop(event.conversation_id, "answered" if event.verb == "message.heard" else "closed")
    if event.facts.get("was") == State.ASIDE:
        conversation = Conversation.objects.locked(event.conversation_id)
        conversation.asides.filter(taken_back_at=None, reason=SILENT).update(taken_back_at=now())


def moves_along(event: Event) -> None:
    """Reaction: it became one story with another, which goes on with the run where it waits on them, too."""
    source, target = int(event.facts["source"]), int(event.facts["into"])
    run = run_of(source)
    home = Conversation.objects.locked(target)
    if run is None:
        return
    if home.state == State.THEIRS and run_of(target) is None:
        run.conversation = home
        run.save(update_fields=["conversation"])
    else:
        _stop(source, "joined")


def _stop(conversation_id: int, why: str) -> None:
    run = run_of(conversation_id)
    if run:
        run.state, run.why = RuleRun.State.STOPPED, why
        run.save(update_fields=["state", "why"])
        stop_timer(f"rule:{run.pk}")


@task("promises.rule_step", rank=4)
def rule_step_task(run_pk: int) -> None:
    """A step's time has come."""
    run = RuleRun.objects.select_related("rule", "conversation__person").filter(pk=run_pk, state="waiting").first()
    if run is None or run.at > now():
        return
    later = _later(run, run.conversation)
    if later:
        put_off(run, later)
        return
    face = brand()
    does = run.rule.step(run.step)[2]
    kind = {TimeRule.Does.NUDGE: NUDGE, TimeRule.Does.ASIDE: FAREWELL}.get(TimeRule.Does(does), "")
    words = said_to(run.rule, kind, run.conversation, face.language if face else "en") if kind else ""
    take_step(run, words if _may_be_written_to(run) else "")


def _later(run: RuleRun, conversation: Conversation) -> datetime | None:
    """Until when a step waits: for a promise of ours, a snooze, their quiet hours and the night; None: it may go."""
    at = now()
    zone = their_zone(conversation.person)
    if conversation.next_promise_at:
        return max(conversation.next_promise_at, at) + AGAIN
    if conversation.snoozed_until and conversation.snoozed_until > at:
        return conversation.snoozed_until
    if run.rule.step(run.step)[2] == TimeRule.Does.REMIND:
        return None
    day = kindly(at, zone)
    quiet = quiet_ends(preferences_of(conversation.person), day, zone)
    later = quiet or day
    return later if later > at else None


def _may_be_written_to(run: RuleRun) -> bool:
    conversation = run.conversation
    if preferences_of(conversation.person).do_not_contact:
        return False
    way = usual_way(conversation)
    does = run.rule.step(run.step)[2]
    return way is not None and not way.why_not and not _nudged_since_they_wrote(conversation, does)


def _nudged_since_they_wrote(conversation: Conversation, does: str) -> bool:
    if does != TimeRule.Does.NUDGE:
        return False
    heard = next(iter(_last_heard(conversation.pk)), None)
    nudged = RuleRun.objects.filter(conversation=conversation, nudged_at__isnull=False)
    return (nudged.filter(nudged_at__gt=heard) if heard else nudged).exists()


@asked(int)
def _last_heard(conversation: int) -> QuerySet[Message, datetime]:
    heard = Message.objects.filter(conversation_id=conversation, kind=Kind.HEARD).order_by("-pk")
    return heard.values_list("at", flat=True)[:1]


@verb
def take_step(run: RuleRun, words: str) -> None:
    """Do what is next in a run: once, however often it is asked for. Without `words` nobody is written to."""
    conversation = Conversation.objects.locked(run.conversation_id)
    locked = RuleRun.objects.select_for_update(of=("self",)).select_related("rule").get(pk=run.pk)
    if locked.state != RuleRun.State.WAITING or locked.at > now() or locked.step != run.step:
        return
    if conversation.state != State.THEIRS or not locked.rule.on_at:
        locked.state, locked.why = RuleRun.State.STOPPED, "closed" if locked.rule.on_at else "off"
        locked.save(update_fields=["state", "why"])
        return
    does, rule = locked.rule.step(locked.step)[2], locked.rule
    if words:
        message = say_beside(conversation, words, by=rule.actor, extra={"rule": rule.pk})
        release(message, by=rule.actor)
    if does == TimeRule.Does.NUDGE and words:
        locked.nudged_at = now()
    _go_on(locked, conversation)
    record(
        "time_rule.acted",
        by=rule.actor,
        on=rule,
        conversation=conversation.pk,
        person=conversation.person_id,
        does=does,
        step=run.step,
        said=bool(words),
        member=conversation.assignee_id,
    )
    if does == TimeRule.Does.ASIDE:
        put_aside(conversation, SILENT, by=rule.actor)


def _go_on(run: RuleRun, conversation: Conversation) -> None:
    amount, unit, does = run.rule.step(2)
    if run.step == 1 and does:
        run.step, run.at = 2, step_time(now(), amount, unit, hours_of(conversation))
        set_timer(f"rule:{run.pk}", run.at, rule_step_task, run.pk)
    else:
        run.state = RuleRun.State.DONE
    run.save(update_fields=["step", "at", "state", "nudged_at"])


@verb
def put_off(run: RuleRun, at: datetime) -> None:
    """Let a step wait until another moment, for a reason of the person's or a promise's."""
    Conversation.objects.locked(run.conversation_id)
    if RuleRun.objects.filter(pk=run.pk, state=RuleRun.State.WAITING, step=run.step).update(at=at):
        set_timer(f"rule:{run.pk}", at, rule_step_task, run.pk)


@verb
def move_step(run: RuleRun, at: datetime, *, by: Member) -> RuleRun:
    """A member lets a step come at another time. Raises Invalid for the past, Conflict when it is over."""
    locked, row = _mine(run, by)
    if at <= now():
        raise Invalid("That moment has passed. Choose a later one.", field="until")
    row.at = at
    row.save(update_fields=["at"])
    set_timer(f"rule:{row.pk}", at, rule_step_task, row.pk)
    locked.change()
    record("time_rule.moved", by=by, on=row, conversation=locked.pk, person=locked.person_id, at=at.isoformat())
    return row


@verb
def cancel_steps(run: RuleRun, *, by: Member) -> RuleRun:
    """A member wants nothing of it here: no step comes until the next answer. Raises Conflict when it is over."""
    locked, row = _mine(run, by)
    row.state, row.why = RuleRun.State.STOPPED, "member"
    row.save(update_fields=["state", "why"])
    stop_timer(f"rule:{row.pk}")
    locked.change()
    record("time_rule.stopped", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    return row


@verb
def resume_steps(run: RuleRun, *, by: Member) -> RuleRun:
    """Undo: the step comes after all. Raises Conflict when another run began, or its time has passed."""
    locked = must_answer(run.conversation, by)
    row = RuleRun.objects.select_for_update(of=("self",)).select_related("rule").get(pk=run.pk)
    if row.why != "member" or row.at <= now() or run_of(locked.pk) or not row.rule.on_at:
        raise Conflict("It cannot come back: its time has passed, or another one has begun.", code="gone")
    row.state, row.why = RuleRun.State.WAITING, ""
    row.save(update_fields=["state", "why"])
    set_timer(f"rule:{row.pk}", row.at, rule_step_task, row.pk)
    locked.change()
    record("time_rule.resumed", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    return row


def _mine(run: RuleRun, by: Member) -> tuple[Conversation, RuleRun]:
    locked = must_answer(run.conversation, by)
    row = RuleRun.objects.select_for_update().get(pk=run.pk)
    if row.state != RuleRun.State.WAITING:
        raise Conflict("It has happened already, or was called off.", code="gone")
    return locked, row
