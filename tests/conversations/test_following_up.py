"""Follow-ups: on a chosen day a conversation comes back to whoever wanted that, or the person is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cha.conversations.models import (
    Draft,
    FollowUp,
    Later,
    Message,
    follow_up,
    keep_draft,
    move_follow_up,
    put_right,
    resume_follow_up,
    say_later,
    settle_follow_up,
    snooze,
)
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.notifications.models import Notification
from cha.promises.models import Promise, release_promise
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)
WEEK = timedelta(days=7)


def test_it_comes_back_to_whoever_set_it_whatever_state_it_is_in(shop: Shop) -> None:
    conversation, words = shop.adaeze_writes(), "Did the bouquet last the week?"
    follow_up(conversation, words, now() + WEEK, by=shop.maartje)
    put_right(conversation, by=shop.maartje)
    with time_machine.travel(now() + WEEK + timedelta(minutes=5)):
        worker.run_all()
        worker.run_all()
    row = FollowUp.objects.get()
    assert (row.state, verbs(conversation).count("follow_up.due")) == ("due", 1)
    assert Notification.objects.filter(member=shop.maartje, kind="back").count() == 1
    conversation.refresh_from_db()
    assert conversation.state == "put_right"
    settle_follow_up(row, by=shop.maartje)
    with pytest.raises(Conflict):
        settle_follow_up(row, by=shop.maartje)


def test_what_is_snoozed_is_back_when_it_is_due(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    for promise in Promise.objects.all():
        release_promise(promise, by=shop.maartje)
    follow_up(conversation, "Look", now() + timedelta(days=1), by=shop.maartje)
    snooze(conversation, now() + WEEK, by=shop.maartje)
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        worker.run_all()
    conversation.refresh_from_db()
    assert conversation.snoozed_until is None


def test_it_can_be_moved_called_off_and_back(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    row = follow_up(conversation, "Look", now() + timedelta(days=1), by=shop.maartje)
    move_follow_up(row, now() + WEEK, by=shop.priya)
    settle_follow_up(row, by=shop.maartje, done=False)
    resume_follow_up(row, by=shop.maartje)
    with pytest.raises(Invalid):
        move_follow_up(row, now() - WEEK, by=shop.maartje)
    with time_machine.travel(now() + timedelta(days=2)):
        worker.run_all()
        row.refresh_from_db()
        assert row.state == "waiting"
    with time_machine.travel(now() + WEEK + timedelta(days=1)):
        worker.run_all()
        row.refresh_from_db()
        assert row.state == "due"


@pytest.mark.parametrize(("words", "days", "field"), [(" ", 1, "words"), ("Look", -1, "until")])
def test_it_needs_words_and_a_day_to_come(shop: Shop, words: str, days: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        follow_up(shop.adaeze_writes(), words, now() + timedelta(days=days), by=shop.maartje)
    assert refused.value.details["field"] == field


def test_a_question_for_later_leaves_draft_turn_and_promise_as_they_are(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    keep_draft(conversation, "Dear Adaeze,", by=shop.maartje)
    say_later(conversation, "Is all well?", now() + WEEK, by=shop.maartje, beside=True)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.snoozed_until) == ("ours", None)
    assert Draft.objects.get().text == "Dear Adaeze,"
    put_right(conversation, by=shop.maartje)
    with time_machine.travel(now() + WEEK + timedelta(minutes=1)):
        worker.run_all()
    assert Message.objects.filter(conversation=conversation, text="Is all well?").count() == 1
    conversation.refresh_from_db()
    assert (conversation.state, Later.objects.get().state) == ("put_right", "done")
