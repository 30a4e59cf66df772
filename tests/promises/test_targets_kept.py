"""The clocks of targets are kept as things happen; the ledger tells the same, from nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cha.conversations.models import (
    Conversation,
    Message,
    State,
    confirm,
    merge,
    put_aside,
    put_right,
    reopen,
    say,
    set_topic,
    snooze,
    split,
    take_apart,
    take_back,
    withdraw,
)
from cha.conversations.models.hearing import Heard, hear
from cha.conversations.models.merging import Merge
from cha.conversations.models.opening import open_conversation
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import ChaError, Invalid, Refused
from cha.core.ledger import Event
from cha.core.timers import Timer
from cha.people.models import Person
from cha.people.models.person import tag_person
from cha.promises.keeping_time import clock_of, note_missed, rebuilt
from cha.promises.models import ClockRow, Target, drop_target, set_target
from cha.promises.turns import Turns
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(shop: Shop) -> Shop:
    """The shop with targets of its own."""
    set_target("first", 120, by=shop.priya)
    set_target("next", 60, by=shop.priya)
    set_target("put_right", 960, by=shop.priya)
    worker.run_all()
    return shop


def kept(conversation: Conversation) -> Turns:
    return Turns.from_data(ClockRow.objects.get(pk=conversation.pk).turns)


def words(conversation: Conversation) -> list[str]:
    return [change.turn for change in kept(conversation).changes]


def steps(conversation: Conversation) -> dict[str, str]:
    return {clock.step: clock.state for clock in clock_of(conversation, now())}


def test_without_targets_nothing_is_kept_and_the_ledger_says_whose_turn_it_is(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    shop.answers(talk)
    assert not ClockRow.objects.exists()
    assert clock_of(talk, now()) == ()
    assert [change.turn for change in rebuilt(talk).changes] == ["ours", "theirs"]


def test_targets_set_later_count_what_was_before(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    set_target("first", 120, by=shop.priya)
    worker.run_all()
    assert steps(talk) == {"first": "running"}
    assert kept(talk) == rebuilt(talk)


def test_the_first_answer_meets_its_target_and_the_next_words_begin_another(asked: Shop) -> None:
    talk = asked.adaeze_writes()
    assert steps(talk) == {"first": "running", "put_right": "running"}
    asked.answers(talk)
    talk.refresh_from_db()
    assert steps(talk) == {"first": "met", "put_right": "paused"}
    hear(talk, Heard(text="And now?", medium="email"))
    assert steps(talk) == {"first": "met", "next": "running", "put_right": "running"}
    put_right(talk, by=asked.maartje)
    assert steps(talk) == {"first": "met", "next": "met", "put_right": "met"}
    reopen(talk, by=asked.maartje)
    assert steps(talk)["put_right"] == "running"
    assert kept(talk) == rebuilt(talk)


def test_an_answer_that_is_withdrawn_was_none(asked: Shop) -> None:
    talk = asked.adaeze_writes()
    message = say(talk, "Half a thought", by=asked.maartje, hold=timedelta(seconds=8))
    assert words(talk) == ["ours", "theirs"]
    withdraw(message, by=asked.maartje)
    assert words(talk) == ["ours"]
    assert kept(talk) == rebuilt(talk)


def test_what_is_merged_waits_since_the_first_and_is_given_back_to_the_minute(asked: Shop) -> None:
    one = asked.adaeze_writes(subject="One")
    two = asked.adaeze_writes("Where is the invoice?", subject="Two")
    asked.answers(two)
    before = {talk.pk: kept(talk).changes for talk in (one, two)}
    row = merge(one, into=two, by=asked.maartje)
    assert kept(two).changes[-1].turn == "ours"
    assert kept(two).changes[-1].at <= before[one.pk][0].at
    assert words(one)[-1] == "joined"
    take_apart(row, by=asked.maartje)
    assert {talk.pk: kept(talk).changes for talk in (one, two)} == before
    assert all(kept(talk) == rebuilt(talk) for talk in (one, two))


def test_what_is_split_off_has_its_own_clock(asked: Shop) -> None:
    talk = asked.adaeze_writes()
    second = hear(talk, Heard(text="Something else: the invoice.", medium="email"))
    into = split(talk, [second.pk], by=asked.maartje).into
    assert kept(into) == rebuilt(into)
    assert kept(talk) == rebuilt(talk)
    assert kept(into).changes[-1].at == Conversation.objects.get(pk=into.pk).waiting_since


def test_snoozing_stops_no_clock_because_they_still_wait(asked: Shop) -> None:
    talk = asked.adaeze_writes()
    snooze(talk, now() + timedelta(minutes=5), by=asked.maartje)
    assert steps(talk)["first"] == "running"


def test_a_missed_target_is_noted_once_by_its_timer(asked: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = asked.adaeze_writes()
    timer = Timer.objects.get(key=f"target:{talk.pk}")
    assert note_missed(talk.pk) == []
    later = timer.due + timedelta(seconds=1)
    monkeypatch.setattr("cha.promises.keeping_time.now", lambda: later)
    assert note_missed(talk.pk) == ["first"]
    assert note_missed(talk.pk) == []
    event = Event.objects.get(verb="target.missed")
    assert (event.facts["step"], event.facts["minutes"], event.actor_kind) == ("first", 120, "cha")
    assert Timer.objects.get(key=f"target:{talk.pk}").due > later


def test_a_topic_of_its_own_sets_the_timer_anew(asked: Shop) -> None:
    talk = asked.adaeze_writes("Hello there.", subject="Hello")
    set_target("first", 10, by=asked.priya, topic="funeral")
    worker.run_all()
    before = Timer.objects.get(key=f"target:{talk.pk}").due
    set_topic(talk, "funeral", by=asked.maartje)
    assert Timer.objects.get(key=f"target:{talk.pk}").due < before


def test_a_kind_of_customer_has_its_own_target(asked: Shop) -> None:
    talk = asked.adaeze_writes()
    tag_person(talk.person, ["Florist"], by=asked.maartje)
    set_target("first", 15, by=asked.priya, tag=talk.person.tags.get())
    assert next(one.minutes for one in clock_of(talk, now()) if one.step == "first") == 15


def test_only_who_manages_sets_targets_and_again_is_a_change(shop: Shop) -> None:
    with pytest.raises(Refused):
        set_target("first", 10, by=shop.maartje)
    for step, minutes, topic, field in (
        ("never", 1, "", "step"),
        ("first", 0, "", "within"),
        ("next", 5, "x", "topic"),
    ):
        with pytest.raises(Invalid) as wrong:
            set_target(step, minutes, by=shop.priya, topic=topic)
        assert wrong.value.details["field"] == field
    set_target("first", 10, by=shop.priya)
    row = set_target("first", 20, by=shop.priya)
    assert [target.minutes for target in Target.objects.all()] == [20]
    drop_target(row, by=shop.priya)
    assert not Target.objects.exists()


ACTS = (
    "hear",
    "say",
    "hold",
    "withdraw",
    "right",
    "confirm",
    "reopen",
    "aside",
    "back",
    "merge",
    "apart",
    "split",
    "snooze",
)


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), min_size=1, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_what_the_ledger_tells(asked: Shop, acts: list[tuple[str, int]]) -> None:
    person = Person.objects.create(name="Adaeze Nwosu")
    talks = [open_conversation(person, by=person, subject=name, channel_id=asked.channel.pk) for name in "abc"]
    for talk in talks:
        hear(talk, Heard(text="Where are they?", medium="email"))
    for act, number in acts:
        talk = Conversation.objects.get(pk=talks[number].pk)
        with suppress(ChaError):
            do(asked, act, talk, Conversation.objects.get(pk=talks[(number + 1) % 3].pk))
    for talk in Conversation.objects.filter(person=person):
        if ClockRow.objects.filter(pk=talk.pk).exists():
            assert kept(talk) == rebuilt(talk)
            assert (kept(talk).changes[-1].turn == "ours") == (talk.state == State.OURS)


def do(shop: Shop, act: str, talk: Conversation, other: Conversation) -> None:
    said = Message.objects.filter(conversation=talk, kind="said", delivery="held").last()
    apart = Merge.objects.filter(into=talk, undone_at=None).last()
    heard = Message.objects.filter(conversation=talk, kind="heard").order_by("pk")
    acts: dict[str, Callable[[], object]] = {
        "hear": lambda: hear(talk, Heard(text="And now?", medium="email")),
        "say": lambda: say(talk, "It is me.", by=shop.maartje, hold=timedelta(0)),
        "hold": lambda: say(talk, "It is me.", by=shop.maartje),
        "withdraw": lambda: withdraw(said, by=shop.maartje) if said else None,
        "right": lambda: put_right(talk, by=shop.maartje),
        "confirm": lambda: confirm(talk, by=talk.person),
        "reopen": lambda: reopen(talk, by=shop.maartje),
        "aside": lambda: put_aside(talk, "other", by=shop.maartje),
        "back": lambda: take_back(talk, by=shop.maartje),
        "merge": lambda: merge(talk, into=other, by=shop.maartje),
        "apart": lambda: take_apart(apart, by=shop.maartje) if apart else None,
        "split": lambda: split(talk, [row.pk for row in heard][-1:], by=shop.maartje),
        "snooze": lambda: snooze(talk, now() + timedelta(minutes=9), by=shop.maartje),
    }
    acts[act]()
