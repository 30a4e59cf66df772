"""Answers: held for eight seconds, taken back whole, released once."""

from datetime import timedelta

import pytest
import time_machine

from cha.conversations.models import Draft, Message, State, note, release, say, withdraw
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_is_held_and_can_be_taken_back_whole(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    since, promise = conversation.waiting_since, conversation.next_promise_at
    message = say(conversation, "Too soon", by=shop.maartje)
    assert conversation.state == State.THEIRS
    draft = withdraw(message, by=shop.maartje)
    conversation.refresh_from_db()
    assert draft.text == "Too soon"
    assert (conversation.state, conversation.waiting_since) == (State.OURS, since)
    assert (conversation.next_promise_at, conversation.first_answer_at) == (promise, None)
    worker.run_all()
    assert not Message.objects.filter(kind="said").exists()


def test_after_eight_seconds_it_goes_out_once(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    message = say(conversation, "Here I am.", by=shop.maartje)
    worker.run_all()
    assert Message.objects.get(pk=message.pk).delivery == "held"
    with time_machine.travel(now() + timedelta(seconds=9)):
        worker.run_all()
        release(message)
        worker.run_all()
        with pytest.raises(Conflict):
            withdraw(message, by=shop.maartje)
    assert verbs(conversation).count("message.released") == 1
    assert conversation.deliveries.filter(kind="reply").count() == 1


def test_what_the_person_said_in_between_keeps_the_turn(shop: Shop) -> None:
    conversation = shop.adaeze_writes(message_id="<a@x.example>")
    message = say(conversation, "Too soon", by=shop.maartje)
    shop.adaeze_writes("Hello?", in_reply_to="<a@x.example>")
    withdraw(Message.objects.get(pk=message.pk), by=shop.maartje)
    conversation.refresh_from_db()
    assert conversation.state == State.OURS


def test_nothing_is_not_sent(shop: Shop) -> None:
    with pytest.raises(Invalid, match="nothing to send"):
        say(shop.adaeze_writes(), "   ", by=shop.maartje)


def test_who_has_no_seat_may_not_answer_but_may_note_where_they_take_part(shop: Shop) -> None:
    from cha.conversations.models import take_part

    conversation = shop.adaeze_writes()
    with pytest.raises(NotFound):
        say(conversation, "Hi", by=shop.jef)
    take_part(conversation, by=shop.maartje, member=shop.jef)
    with pytest.raises(Refused):
        say(conversation, "Hi", by=shop.jef)
    assert note(conversation, "Delivered at 10.", by=shop.jef).kind == "note"


def test_a_draft_goes_with_its_answer(shop: Shop) -> None:
    from cha.conversations.models import keep_draft

    conversation = shop.adaeze_writes()
    keep_draft(conversation, "Half a", by=shop.maartje)
    keep_draft(conversation, "Priya's", by=shop.priya)
    shop.answers(conversation)
    assert list(Draft.objects.values_list("text", flat=True)) == ["Priya's"]
