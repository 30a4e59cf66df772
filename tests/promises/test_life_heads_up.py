"""Said before it slips, and apologised for when it did: once, in their language, over the way they use."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cha.channels.models import Channel
from cha.conversations.models import Conversation, Message, State, keep_draft, put_aside
from cha.conversations.models.noting_call import note_call
from cha.conversations.models.saying import withdraw
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import ChaError, Conflict, Invalid, Refused
from cha.promises.apologising import apologise
from cha.promises.heads_up import drafted, heads_up
from cha.promises.models import Promise, at_risk, break_promise, keep, make_promise, release_promise
from cha.promises.models.promise import said_first
from cha.promises.warning import warn
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Adaeze wrote; she is promised an answer."""
    return shop.adaeze_writes()


def promise(shop: Shop, talk: Conversation, **more: object) -> Promise:
    """Maartje promises a call in five hours, and it is at risk."""
    by = now() + 5 * HOUR
    row = make_promise(talk, by, by=shop.maartje, keeper=shop.maartje, kind="other", words="A call", **more)  # type: ignore[arg-type]
    at_risk(row)
    row.refresh_from_db()
    return row


def sent(shop: Shop, row: Promise) -> Promise:
    """Maartje sends what is drafted, as it is."""
    words = heads_up(row, now())
    new = warn(row, words.text, words.new_by, by=shop.maartje, hold=timedelta(0))
    worker.run_all()
    row.refresh_from_db()
    return new


def test_a_heads_up_goes_out_and_the_new_time_stands(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    new = sent(shop, row)
    message = talk.messages.get(kind="said")
    assert (row.state, row.moved_to_id) == ("moved", new.pk)
    assert said_first(row)
    assert (new.words, new.keeper, new.kept_by) == (row.words, shop.maartje, row.kept_by)
    assert new.by >= row.by + 30 * MINUTE
    assert new.told_at == message.at
    assert new.message == message.pk
    assert "A call" in message.text
    assert message.extra["warns"] == row.pk
    assert talk.deliveries.filter(kind="reply").count() == 1
    assert {"promise.warned", "promise.renegotiated"} <= set(verbs(talk))


def test_it_is_no_answer(shop: Shop, talk: Conversation) -> None:
    answer, waiting = Promise.objects.get(conversation=talk, kind="answer"), talk.waiting_since
    keep_draft(talk, "Half a sentence", by=shop.maartje)
    sent(shop, promise(shop, talk))
    answer.refresh_from_db()
    talk.refresh_from_db()
    assert answer.state == "open"
    assert (talk.state, talk.waiting_since, talk.first_answer_at) == (State.OURS, waiting, None)
    assert talk.drafts.filter(text="Half a sentence").exists()


def test_a_promised_answer_is_warned_of_as_well(shop: Shop, talk: Conversation) -> None:
    row = Promise.objects.get(conversation=talk)
    new = sent(shop, row)
    assert (row.state, new.kind, new.state) == ("moved", "answer", "open")
    shop.answers(talk)
    new.refresh_from_db()
    assert new.state == "kept"


def test_one_press_too_many_tells_once(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    assert sent(shop, row) == sent(shop, row)
    assert talk.messages.filter(kind="said").count() == 1


def test_of_two_who_press_the_second_hears_who_was_first(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    sent(shop, row)
    with pytest.raises(Conflict, match="Maartje told Adaeze already"):
        warn(row, "Later", now() + 9 * HOUR, by=shop.priya)
    assert talk.messages.filter(kind="said").count() == 1


def test_taken_back_before_it_went_nothing_was_said(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    new = warn(row, "It takes longer.", row.by + HOUR, by=shop.maartje)
    withdraw(Message.objects.get(pk=new.message), by=shop.maartje)
    worker.run_all()
    row.refresh_from_db()
    new.refresh_from_db()
    assert (row.state, row.warned_at, row.moved_to, new.state) == ("open", None, None, "released")
    talk.refresh_from_db()
    assert talk.state == State.OURS
    with time_machine.travel(row.by + MINUTE):
        worker.run_all()
        row.refresh_from_db()
        assert row.state == "broken"


@pytest.mark.parametrize(
    ("settle", "words"),
    [("keep", "kept already"), ("release", "needs it no more"), ("break", "Apologise instead"), ("late", "Apologise")],
)
def test_what_is_over_is_not_warned_of(shop: Shop, talk: Conversation, settle: str, words: str) -> None:
    row = promise(shop, talk)
    if settle == "late":
        Promise.objects.filter(pk=row.pk).update(by=now() - MINUTE)
    else:
        {"keep": keep, "release": release_promise, "break": break_promise}[settle](row, by=shop.maartje)
    with pytest.raises(Conflict, match=words):
        warn(row, "Later", now() + 9 * HOUR, by=shop.maartje)
    assert talk.messages.filter(kind="said").count() == 0


def test_an_earlier_time_is_no_heads_up(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    with pytest.raises(Invalid, match="later time"):
        warn(row, "Sooner", row.by - HOUR, by=shop.maartje)


def test_who_looks_on_sends_nothing(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    talk.participants.create(member=shop.jef)
    with pytest.raises(ChaError):
        warn(row, "Later", row.by + HOUR, by=shop.jef)
    waits = drafted(row, shop.jef)
    assert waits
    assert "looks on" in waits.why_not


def test_where_nothing_reaches_them_the_member_hears_it(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    Channel.objects.update(active=False)
    waits = drafted(row, shop.maartje)
    assert waits
    assert waits.why_not
    with pytest.raises(Conflict):
        warn(row, "Later", row.by + HOUR, by=shop.maartje)
    row.refresh_from_db()
    assert row.state == "open"


def test_a_broken_promise_waits_with_an_apology_and_a_time(shop: Shop, talk: Conversation) -> None:
    row = break_promise(promise(shop, talk))
    waits = drafted(row, shop.maartje)
    assert waits
    assert (waits.what, waits.why_not) == ("apologise", "")
    assert "We did not keep that, and we are sorry." in waits.words.text
    new = apologise(row, waits.words.text, waits.words.new_by, by=shop.maartje, hold=timedelta(0))
    worker.run_all()
    row.refresh_from_db()
    assert (row.state, row.moved_to, new.state) == ("broken", new, "open")
    assert not said_first(row)
    assert drafted(row, shop.maartje) is None
    assert apologise(row, "Again", waits.words.new_by, by=shop.maartje) == new
    with pytest.raises(Conflict, match="already"):
        apologise(row, "Again", waits.words.new_by, by=shop.priya)
    assert "promise.apologised" in verbs(talk)


def test_an_apology_taken_back_waits_again(shop: Shop, talk: Conversation) -> None:
    row = break_promise(promise(shop, talk))
    new = apologise(row, "Sorry.", now() + HOUR, by=shop.maartje)
    withdraw(Message.objects.get(pk=new.message), by=shop.maartje)
    row.refresh_from_db()
    assert (row.state, row.moved_to) == ("broken", None)
    assert drafted(row, shop.maartje)


@pytest.mark.parametrize("settle", [None, keep, release_promise])
def test_what_is_not_broken_is_not_apologised_for(shop: Shop, talk: Conversation, settle: object) -> None:
    row = promise(shop, talk)
    if settle:
        settle(row, by=shop.maartje)  # type: ignore[operator]
    with pytest.raises(Conflict, match="not broken"):
        apologise(row, "Sorry.", now() + HOUR, by=shop.maartje)


def test_what_broke_while_nobody_was_awake_is_apologised_for_at_once(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    Promise.objects.filter(pk=row.pk).update(by=now() - MINUTE)
    new = apologise(row, "Sorry.", now() + HOUR, by=shop.maartje)
    row.refresh_from_db()
    assert (row.state, row.moved_to) == ("broken", new)


def test_nothing_waits_where_somebody_wrote_since_or_it_is_over(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    Promise.objects.filter(pk=row.pk).update(by=now() - MINUTE)
    row = break_promise(Promise.objects.get(pk=row.pk))
    shop.answers(talk)
    row = Promise.objects.get(pk=row.pk)
    assert drafted(row, shop.maartje) is None
    other = break_promise(promise(shop, shop.adaeze_writes("And the vase?", subject="The vase")))
    put_aside(other.conversation, "spam", by=shop.priya)
    assert drafted(Promise.objects.get(pk=other.pk), shop.maartje) is None


def test_it_is_drafted_in_their_language_register_and_zone(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk)
    talk.person.language, talk.person.zone, talk.person.likes = "de", "America/New_York", {"formality": "familiar"}
    talk.person.save()
    Conversation.objects.filter(pk=talk.pk).update(language="de")
    words = heads_up(Promise.objects.get(pk=row.pk), now(), known="Der Fahrer ist krank.")
    assert words.language == "de"
    assert "Wir haben dir versprochen: A call" in words.text
    assert "Der Fahrer ist krank." in words.text


def test_a_call_that_reached_them_keeps_what_was_promised_as_a_call(shop: Shop, talk: Conversation) -> None:
    row = promise(shop, talk, kept_by="call")
    note_call(talk, "Nobody there.", by=shop.maartje, reached=False)
    row.refresh_from_db()
    assert row.state == "open"
    for _ in range(2):
        note_call(talk, "She takes the white ones.", by=shop.maartje, once="one")
    row.refresh_from_db()
    assert row.state == "kept"
    assert verbs(talk).count("call.noted") == 2
    with pytest.raises((Refused, ChaError)):
        note_call(talk, "Me too", by=shop.jef)


def test_the_next_answer_tells_what_was_promised_and_agreed_anew(shop: Shop, talk: Conversation) -> None:
    from cha.promises.models import renegotiate

    row = promise(shop, talk)
    new = renegotiate(row, row.by + HOUR, by=shop.maartje)
    assert new.told_at is None
    shop.answers(talk)
    row.refresh_from_db()
    new.refresh_from_db()
    assert new.told_at
    assert said_first(row)


def test_a_message_that_was_taken_back_promised_nothing(shop: Shop, talk: Conversation) -> None:
    from cha.conversations.models import say

    message = say(talk, "I ring you tomorrow.", by=shop.maartje)
    row = promise(shop, talk, source="draft", message=message.pk)
    withdraw(message, by=shop.maartje)
    row.refresh_from_db()
    assert row.state == "released"
