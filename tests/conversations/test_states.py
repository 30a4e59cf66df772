"""Whose turn it is: put right, confirmed, opened again, snoozed, put aside, taken back."""

from datetime import timedelta

import pytest
import time_machine

from cha.conversations.models import (
    State,
    assign,
    confirm,
    put_aside,
    put_right,
    reopen,
    snooze,
    take_back,
)
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.promises.models import Promise
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def test_put_right_by_us_is_confirmed_by_them(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    put_right(conversation, by=shop.maartje)
    assert conversation.state == State.PUT_RIGHT
    with pytest.raises(Conflict):
        put_right(conversation, by=shop.maartje)
    confirm(conversation, by=conversation.person)
    confirm(conversation, by=conversation.person)
    assert conversation.state == State.CONFIRMED
    assert verbs(conversation).count("conversation.confirmed") == 1


def test_not_put_right_waits_on_us_again(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    put_right(conversation, by=shop.maartje)
    reopen(conversation, by=conversation.person)
    assert conversation.state == State.OURS
    assert conversation.care_at is not None


def test_a_day_after_the_person_is_asked_once_unless_they_said_so(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    put_right(conversation, by=shop.maartje)
    with time_machine.travel(now() + timedelta(hours=25)):
        worker.run_all()
        worker.run_all()
    assert conversation.deliveries.filter(kind="ask").count() == 1


def test_somebody_else_cannot_confirm(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    other = shop.adaeze_writes(sender="Eve <eve@elsewhere.example>").person
    with pytest.raises(NotFound):
        confirm(conversation, by=other)


def test_writing_again_opens_what_was_put_right(shop: Shop) -> None:
    conversation = shop.adaeze_writes(message_id="<a@x.example>")
    put_right(conversation, by=shop.maartje)
    shop.adaeze_writes("Still peach.", in_reply_to="<a@x.example>")
    conversation.refresh_from_db()
    assert conversation.state == State.OURS


def test_snoozing_past_a_promise_is_refused_with_the_reason(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    with pytest.raises(Invalid, match="promised before then"):
        snooze(conversation, now() + timedelta(days=30), by=shop.maartje)


def test_a_snooze_ends_by_itself(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    snooze(conversation, now() + timedelta(hours=1), by=shop.maartje)
    with time_machine.travel(now() + timedelta(hours=2)):
        worker.run_all()
    conversation.refresh_from_db()
    assert conversation.snoozed_until is None


def test_a_promise_is_at_risk_then_broken_and_rises(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    promise = Promise.objects.get()
    with time_machine.travel(promise.by - timedelta(minutes=5)):
        worker.run_all()
    conversation.refresh_from_db()
    assert conversation.promise_state == "risk"
    with time_machine.travel(promise.by + timedelta(seconds=1)):
        worker.run_all()
    promise.refresh_from_db()
    conversation.refresh_from_db()
    assert promise.state == "broken"
    assert conversation.care_at <= promise.by, "breaking a promise wins us no time"
    assert conversation.promise_state == "broken"
    assert [verb for verb in verbs(conversation) if verb.startswith("promise.")] == [
        "promise.made",
        "promise.at_risk",
        "promise.broken",
    ]


def test_what_is_put_aside_releases_its_promise_and_is_acknowledged_once_taken_back(shop: Shop) -> None:
    held = shop.adaeze_writes("I am away.", auto_submitted="auto-replied")
    take_back(held, by=shop.maartje)
    worker.run_all()
    held.refresh_from_db()
    assert (held.state, held.deliveries.count()) == (State.OURS, 1)
    put_aside(held, "spam", by=shop.maartje)
    assert held.promises.get().state == "released"


def test_only_who_answers_can_be_given_a_conversation(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    with pytest.raises(Invalid, match="does not answer"):
        assign(conversation, by=shop.maartje, member=shop.jef)
    assign(conversation, by=shop.maartje, member=shop.priya)
    assert conversation.assignee == shop.priya
