"""Sending later: said at its time, once for each time; held when the person writes; never over a promise."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cha.conversations.models import (
    Conversation,
    Draft,
    Kind,
    Later,
    Message,
    State,
    change_time,
    put_right,
    say_later,
    say_now,
    take_back_later,
)
from cha.conversations.models.sending_later import next_time
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def in_an_hour() -> datetime:
    return now() + timedelta(hours=1)


def run_at(moment: datetime) -> None:
    """Everything that is due at a moment is done."""
    with time_machine.travel(moment, tick=True):
        worker.run_all()
        worker.run_all()


def quiet(shop: Shop) -> Conversation:
    """Adaeze wrote and has her answer: nothing is promised."""
    conversation = shop.adaeze_writes(message_id="<first@nwosu.example>")
    shop.answers(conversation)
    conversation.refresh_from_db()
    return conversation


def said(conversation: Conversation) -> list[str]:
    return list(conversation.messages.filter(kind=Kind.SAID).order_by("pk").values_list("text", flat=True))


def test_it_is_said_at_its_time_and_once(shop: Shop) -> None:
    conversation = quiet(shop)
    later = say_later(conversation, "How are they?", in_an_hour(), by=shop.maartje)
    worker.run_all()
    assert "How are they?" not in said(conversation)
    run_at(later.goes_at + timedelta(seconds=1))
    run_at(later.goes_at + timedelta(minutes=5))
    later.refresh_from_db()
    assert said(conversation).count("How are they?") == 1
    assert later.state == "done"
    assert conversation.deliveries.filter(kind="reply").count() == 2
    assert say_now(later) is None
    with pytest.raises(Conflict):
        say_now(later, by=shop.maartje)


def test_a_concern_that_waits_on_us_is_out_of_the_list_until_then_and_its_promise_is_kept(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    later = say_later(conversation, "Found them.", now() + timedelta(minutes=10), by=shop.maartje)
    conversation.refresh_from_db()
    assert conversation.state == State.OURS
    assert conversation.snoozed_until
    assert conversation.next_promise_at
    run_at(later.goes_at + timedelta(seconds=1))
    conversation.refresh_from_db()
    assert (conversation.state, conversation.snoozed_until) == (State.THEIRS, None)
    assert "promise.kept" in verbs(conversation)


def test_a_time_past_a_promise_or_past_itself_is_refused(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    with pytest.raises(Invalid, match="promised before then"):
        say_later(conversation, "Late.", now() + timedelta(days=9), by=shop.maartje)
    with pytest.raises(Invalid, match="passed"):
        say_later(conversation, "Late.", now() - timedelta(minutes=1), by=shop.maartje)
    with pytest.raises(Invalid, match="nothing to send"):
        say_later(conversation, " ", in_an_hour(), by=shop.maartje)


def test_when_the_person_writes_before_it_rests_and_waits_for_a_member(shop: Shop) -> None:
    conversation = quiet(shop)
    later = say_later(conversation, "How are they?", in_an_hour(), by=shop.maartje)
    shop.adaeze_writes("They wilted.", in_reply_to="<first@nwosu.example>")
    run_at(later.goes_at + timedelta(seconds=1))
    later.refresh_from_db()
    assert (later.state, later.why) == ("resting", "wrote")
    assert "How are they?" not in said(conversation)
    say_now(later, by=shop.maartje)
    assert said(conversation)[-1] == "How are they?"


def test_it_goes_anyway_where_its_writer_said_so(shop: Shop) -> None:
    conversation = quiet(shop)
    later = say_later(conversation, "How are they?", in_an_hour(), by=shop.maartje, holds=False)
    shop.adaeze_writes("They wilted.", in_reply_to="<first@nwosu.example>")
    run_at(later.goes_at + timedelta(seconds=1))
    assert said(conversation)[-1] == "How are they?"


def test_it_can_be_moved_and_taken_back_until_it_goes(shop: Shop) -> None:
    conversation = quiet(shop)
    later = say_later(conversation, "How are they?", in_an_hour(), by=shop.maartje)
    change_time(later, now() + timedelta(hours=3), by=shop.maartje)
    run_at(now() + timedelta(hours=2))
    assert "How are they?" not in said(conversation)
    draft = take_back_later(later, by=shop.maartje)
    assert draft
    assert draft.text == "How are they?"
    run_at(now() + timedelta(hours=4))
    assert "How are they?" not in said(conversation)
    with pytest.raises(Conflict):
        take_back_later(later, by=shop.maartje)


def test_taking_it_back_overwrites_no_draft_and_wakes_what_slept_for_it(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    later = say_later(conversation, "Found them.", now() + timedelta(minutes=10), by=shop.maartje)
    Draft.objects.create(conversation=conversation, member=shop.maartje, kind="reply", text="Something else")
    assert take_back_later(later, by=shop.maartje) is None
    conversation.refresh_from_db()
    assert conversation.snoozed_until is None
    assert Draft.objects.get().text == "Something else"


def test_every_day_until_a_day_and_each_time_once(shop: Shop) -> None:
    conversation = quiet(shop)
    first = in_an_hour()
    last = (first + timedelta(days=2)).date()
    later = say_later(conversation, "Still coming.", first, by=shop.maartje, every="day", until=last)
    for day in range(5):
        run_at(first + timedelta(days=day, seconds=1))
        run_at(first + timedelta(days=day, minutes=1))
    later.refresh_from_db()
    assert said(conversation).count("Still coming.") == 3
    assert (later.times, later.state) == (3, "done")


def test_two_workers_at_the_same_time_say_it_once(shop: Shop) -> None:
    conversation = quiet(shop)
    later = say_later(conversation, "Still coming.", in_an_hour(), by=shop.maartje, every="day")
    with time_machine.travel(later.goes_at + timedelta(seconds=1)):
        assert say_now(later)
        assert say_now(later) is None
    assert said(conversation).count("Still coming.") == 1


def test_what_repeats_ends_when_the_person_answers(shop: Shop) -> None:
    conversation = quiet(shop)
    later = say_later(conversation, "Still coming.", in_an_hour(), by=shop.maartje, every="week")
    shop.adaeze_writes("Thank you", in_reply_to="<first@nwosu.example>")
    later.refresh_from_db()
    assert later.state == "ended"


def test_what_repeats_ends_when_it_is_put_right_and_one_word_after_it_does_not_open_it(shop: Shop) -> None:
    conversation = quiet(shop)
    again = say_later(conversation, "Still coming.", in_an_hour(), by=shop.maartje, every="day")
    once = say_later(conversation, "How are they?", in_an_hour(), by=shop.maartje)
    put_right(conversation, by=shop.maartje)
    again.refresh_from_db()
    assert again.state == "ended"
    run_at(once.goes_at + timedelta(seconds=1))
    conversation.refresh_from_db()
    assert said(conversation)[-1] == "How are they?"
    assert conversation.state == State.PUT_RIGHT


def test_who_may_no_longer_answer_says_nothing_later(shop: Shop) -> None:
    conversation = quiet(shop)
    later = say_later(conversation, "How are they?", in_an_hour(), by=shop.maartje)
    shop.maartje.is_active = False
    shop.maartje.save()
    run_at(later.goes_at + timedelta(seconds=1))
    later.refresh_from_db()
    assert (later.state, later.why) == ("resting", "refused")


def test_times_that_were_slept_through_are_left_out(shop: Shop) -> None:
    conversation = quiet(shop)
    first = in_an_hour()
    later = say_later(conversation, "Still coming.", first, by=shop.maartje, every="day")
    run_at(first + timedelta(days=3, hours=2))
    later.refresh_from_db()
    assert said(conversation).count("Still coming.") == 1
    assert later.goes_at == first + timedelta(days=4)


@pytest.mark.parametrize(
    ("first", "count", "every", "then"),
    [
        (datetime(2026, 10, 24, 7, tzinfo=UTC), 1, "day", datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2026, 10, 24, 7, tzinfo=UTC), 1, "week", datetime(2026, 10, 31, 8, tzinfo=UTC)),
        (datetime(2026, 1, 31, 8, tzinfo=UTC), 1, "month", datetime(2026, 2, 28, 8, tzinfo=UTC)),
        (datetime(2026, 1, 31, 8, tzinfo=UTC), 2, "month", datetime(2026, 3, 31, 7, tzinfo=UTC)),
        (datetime(2026, 12, 15, 8, tzinfo=UTC), 13, "month", datetime(2028, 1, 15, 8, tzinfo=UTC)),
    ],
)
def test_it_keeps_its_hour_on_the_clock_of_its_zone(first: datetime, count: int, every: str, then: datetime) -> None:
    assert next_time(first, count, every, "Europe/Brussels") == then


def test_the_same_message_again_with_its_own_name(shop: Shop) -> None:
    from cha.conversations.models import resend

    conversation = shop.adaeze_writes()
    first = shop.answers(conversation)
    again = resend(first, by=shop.maartje, to="other@nwosu.example")
    run_at(now() + timedelta(seconds=9))
    two = list(conversation.deliveries.filter(kind="reply").order_by("pk"))
    assert [row.address for row in two] == ["adaeze@nwosu.example", "other@nwosu.example"]
    assert two[0].external_id != two[1].external_id
    assert Message.objects.get(pk=again.pk).extra["again_of"] == first.pk
    assert Later.objects.count() == 0
