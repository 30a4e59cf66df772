"""Time-based rules: one kind word after so long, put aside with a farewell after longer, ended by any word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cha.conversations.models import Conversation, Message, merge, put_right, snooze
from cha.core import worker
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.hours import DAYS, always, from_data
from cha.core.ledger import Event
from cha.notifications.models import Notification
from cha.people.preferences import prefer
from cha.promises.enrolling import would_touch
from cha.promises.models import Promise, RuleRun, TimeRule, delete_rule, keep_rule, make_promise, run_of, switch_rule
from cha.promises.nudging import cancel_steps, kindly, move_step, resume_steps, rule_step_task, step_time
from tests.shop import Shop, raw_mail, verbs

# A Friday, ten in the morning in Brussels.
START = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)

db = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def rule_of(shop: Shop, *, on: bool = True, **said: Any) -> TimeRule:
    usual = {"after": 3, "does": "nudge", "then_after": 4, "then_does": "aside"}
    rule = keep_rule(None, by=shop.priya, **{**usual, **said})
    return switch_rule(rule, True, by=shop.priya) if on else rule


def answered(shop: Shop, words: str = "Which one did you want?", **headers: str) -> Conversation:
    conversation = shop.adaeze_writes("It came in peach.", **headers)
    shop.answers(conversation, words)
    conversation.refresh_from_db()
    return conversation


def said_by_rule(conversation: Conversation) -> list[str]:
    rows = Message.objects.filter(conversation=conversation, extra__has_key="rule").order_by("pk")
    return list(rows.values_list("text", flat=True))


def passes(clock: Any, time: timedelta) -> None:
    clock.shift(time)
    worker.run_all()


@pytest.mark.parametrize(
    ("amount", "unit", "until"),
    [
        # Over the change to summer time the clock on the wall counts, not the hours that passed.
        (3, "days", datetime(2026, 3, 30, 8, 0, tzinfo=UTC)),
        (1, "hours", datetime(2026, 3, 27, 10, 0, tzinfo=UTC)),
        (9, "hours", datetime(2026, 3, 30, 8, 0, tzinfo=UTC)),
    ],
)
def test_days_keep_the_time_of_day_and_hours_are_open_ones(amount: int, unit: str, until: datetime) -> None:
    hours = from_data({"zone": "Europe/Brussels", "week": dict.fromkeys(DAYS[:5], "09:00-18:00")})
    friday = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
    assert step_time(friday, amount, unit, hours) == until


def test_hours_pass_where_nothing_ever_opens() -> None:
    hours = from_data({"zone": "UTC", "week": {}})
    assert step_time(START, 5, "hours", hours) == START + timedelta(hours=5)
    assert step_time(START, 5, "hours", always("UTC")) == START + timedelta(hours=5)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-06-12T10:00+00:00", "2026-06-12T10:00+00:00"),
        ("2026-06-12T19:30+00:00", "2026-06-13T06:00+00:00"),
        ("2026-06-12T02:00+00:00", "2026-06-12T06:00+00:00"),
    ],
)
def test_nobody_is_nudged_at_night(at: str, then: str) -> None:
    assert kindly(datetime.fromisoformat(at), "Europe/Brussels") == datetime.fromisoformat(then)


@db
def test_one_kind_word_then_put_aside_with_a_farewell_then_any_answer_opens_it(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    passes(clock, 3 * DAY - timedelta(minutes=1))
    assert said_by_rule(conversation) == []
    passes(clock, timedelta(minutes=1))
    (nudge,) = said_by_rule(conversation)
    assert nudge.startswith("Hello Adaeze, did our last answer reach you?")
    conversation.refresh_from_db()
    assert conversation.state == "theirs"
    passes(clock, 4 * DAY)
    conversation.refresh_from_db()
    assert conversation.state == "aside"
    assert "any answer opens it again" in said_by_rule(conversation)[1]
    message = Message.objects.filter(conversation=conversation, kind="said").first()
    assert message is not None
    shop.gets(raw_mail("Yes, the white ones.", in_reply_to=f"<{message.external_id.strip('<>')}>"))
    conversation.refresh_from_db()
    assert (conversation.state, conversation.asides.filter(taken_back_at=None).exists()) == ("ours", False)
    acted = Event.objects.filter(verb="time_rule.acted")
    assert set(acted.values_list("actor_kind", flat=True)) == {"rule"}
    assert "late_seconds" not in acted.order_by("id")[0].facts


@db
def test_the_step_happens_once_whoever_asks_again(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    passes(clock, 3 * DAY)
    run = RuleRun.objects.get(state="waiting")
    rule_step_task.work(run.pk)
    rule_step_task.work(run.pk)
    worker.run_all()
    assert len(said_by_rule(conversation)) == 1


@db
def test_any_word_of_theirs_ends_it(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    message = Message.objects.filter(conversation=conversation, kind="said").first()
    assert message is not None
    shop.gets(raw_mail("The white ones.", in_reply_to=f"<{message.external_id.strip('<>')}>"))
    passes(clock, 30 * DAY)
    assert said_by_rule(conversation) == []
    assert RuleRun.objects.get().why == "answered"


@db
def test_what_is_put_right_is_left_alone(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    put_right(conversation, by=shop.maartje)
    passes(clock, 30 * DAY)
    assert said_by_rule(conversation) == []


@db
def test_while_we_owe_them_something_nobody_is_nudged(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    make_promise(conversation, START + 5 * DAY, by=shop.maartje, words="a call")
    passes(clock, 3 * DAY)
    assert said_by_rule(conversation) == []
    Promise.objects.filter(state="open").update(state="kept")
    Conversation.objects.filter(pk=conversation.pk).update(next_promise_at=None)
    passes(clock, 2 * DAY + timedelta(hours=2))
    assert len(said_by_rule(conversation)) == 1


@db
def test_who_wants_only_answers_is_never_nudged_but_put_aside_in_silence(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    prefer(conversation.person, {"do_not_contact": "yes"}, by=shop.maartje)
    passes(clock, 3 * DAY)
    passes(clock, 4 * DAY)
    conversation.refresh_from_db()
    assert (said_by_rule(conversation), conversation.state) == ([], "aside")


@db
def test_quiet_hours_are_kept(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    prefer(conversation.person, {"quiet_from": "09:00", "quiet_until": "15:00"}, by=shop.maartje)
    passes(clock, 3 * DAY)
    assert said_by_rule(conversation) == []
    passes(clock, timedelta(hours=5))
    assert len(said_by_rule(conversation)) == 1


@db
def test_nobody_is_nudged_twice_before_they_write(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    passes(clock, 3 * DAY)
    shop.answers(conversation, "One more thing.")
    passes(clock, 3 * DAY)
    assert len(said_by_rule(conversation)) == 1


@db
def test_what_waits_already_is_not_touched_unless_asked_for_and_then_so_many_an_hour(shop: Shop, clock: Any) -> None:
    old = [answered(shop, subject=f"Order {number}", message_id=f"<o{number}@x.example>") for number in range(6)]
    passes(clock, 10 * DAY)
    rule = rule_of(shop, per_hour=2)
    assert not RuleRun.objects.exists()
    touched = would_touch(rule, START + 10 * DAY)
    assert (touched.due, touched.later) == (len({row.pk for row in old}), 0)
    switch_rule(rule, True, by=shop.priya, old=True)
    worker.run_all()
    count = RuleRun.objects.count()
    assert count == touched.due
    clock.shift(timedelta(minutes=61))
    worker.run_all()
    assert Message.objects.filter(extra__has_key="rule").count() <= 2


@db
def test_switched_off_nothing_comes_any_more(shop: Shop, clock: Any) -> None:
    rule = rule_of(shop)
    conversation = answered(shop)
    switch_rule(rule, False, by=shop.priya)
    passes(clock, 30 * DAY)
    assert said_by_rule(conversation) == []
    delete_rule(rule, by=shop.priya)
    assert not RuleRun.objects.exists()


@db
def test_a_rule_is_off_until_it_is_switched_on(shop: Shop, clock: Any) -> None:
    rule_of(shop, on=False)
    conversation = answered(shop)
    passes(clock, 30 * DAY)
    assert (said_by_rule(conversation), RuleRun.objects.count()) == ([], 0)


@db
def test_the_narrowest_rule_counts(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    narrow = rule_of(shop, channel=shop.channel, after=1, does="remind", then_does="", then_after=0)
    conversation = answered(shop)
    run = run_of(conversation.pk)
    assert run is not None
    assert run.rule_id == narrow.pk
    passes(clock, DAY)
    assert said_by_rule(conversation) == []
    assert Notification.objects.filter(member=shop.maartje, kind="back").count() == 1


@db
def test_a_snooze_puts_the_step_off(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    snooze(conversation, START + 6 * DAY, by=shop.maartje)
    passes(clock, 4 * DAY)
    assert said_by_rule(conversation) == []
    passes(clock, 2 * DAY + timedelta(minutes=1))
    assert len(said_by_rule(conversation)) == 1


@db
def test_a_member_moves_a_step_calls_it_off_and_back(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    conversation = answered(shop)
    run = run_of(conversation.pk)
    assert run is not None
    with pytest.raises(Invalid):
        move_step(run, START - DAY, by=shop.maartje)
    move_step(run, START + 5 * DAY, by=shop.maartje)
    cancel_steps(run, by=shop.maartje)
    with pytest.raises(Conflict):
        cancel_steps(run, by=shop.maartje)
    resume_steps(run, by=shop.maartje)
    with pytest.raises(NotFound):
        move_step(run, START + 6 * DAY, by=shop.jef)
    passes(clock, 3 * DAY)
    assert said_by_rule(conversation) == []
    passes(clock, 2 * DAY)
    assert len(said_by_rule(conversation)) == 1
    assert "time_rule.moved" in verbs(conversation)


@db
def test_a_run_goes_with_the_story_that_it_became(shop: Shop, clock: Any) -> None:
    rule_of(shop)
    one = answered(shop, subject="Roses")
    other = answered(shop, subject="Tulips", message_id="<tulips@x.example>")
    RuleRun.objects.filter(conversation=other).delete()
    merge(one, into=other, by=shop.maartje)
    assert RuleRun.objects.get(state="waiting").conversation_id == other.pk


@db
def test_late_steps_say_that_they_are_late(shop: Shop, clock: Any) -> None:
    rule_of(shop, does="remind", then_does="", then_after=0)
    answered(shop)
    passes(clock, 3 * DAY + timedelta(minutes=42))
    assert Event.objects.get(verb="time_rule.acted").facts["late_seconds"] == 42 * 60


@db
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"after": 0}, "after"),
        ({"after": 900}, "after"),
        ({"then_after": 0}, "then_after"),
        ({"then_does": "nudge"}, "then_does"),
        ({"does": "aside"}, "then_does"),
        ({"does": "shout"}, "does"),
        ({"per_hour": 0}, "per_hour"),
        ({"words": {"nudge": {"en": "x" * 2001}}}, "nudge-en"),
    ],
)
def test_a_rule_that_makes_no_sense_is_not_kept(shop: Shop, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        rule_of(shop, **said)
    assert refused.value.details["field"] == field


@db
def test_only_those_who_manage_write_rules(shop: Shop) -> None:
    with pytest.raises(Refused):
        keep_rule(None, by=shop.maartje, after=3)
