"""May I look into it for two minutes: a promise to be back, an apology once, and nothing else promised is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cha.channels.correcting import edits
from cha.channels.models import Channel, add_channel
from cha.channels.models.visit import come_in, end_visit, remember_visitor
from cha.conversations.models import Conversation, Message, State, keep_draft, note, put_aside, put_right, say
from cha.conversations.models.correcting import withdraw_said
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.timers import Timer
from cha.promises.caring import care_input
from cha.promises.holding import ask_for_time, asking_words, back_at, open_hold, sorry_words
from cha.promises.models import Promise
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "May I look into it for 2 minutes?"


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Adaeze wrote; she is promised an answer."""
    return shop.adaeze_writes()


def asks(shop: Shop, talk: Conversation, minutes: int = 2) -> Message:
    return ask_for_time(talk, minutes, WORDS, by=shop.maartje)


def time_passes(conversation: Conversation) -> None:
    """The promise to be back is due now, and what follows is done."""
    promise = open_hold(conversation.pk)
    assert promise
    passed = now() - timedelta(seconds=1)
    Promise.objects.filter(pk=promise.pk).update(by=passed)
    Timer.objects.filter(key=f"promise:{promise.pk}:due").update(due=passed)
    worker.run_all()
    conversation.refresh_from_db()


def sorries(conversation: Conversation) -> list[Message]:
    return [message for message in conversation.messages.order_by("pk") if "sorry_for" in message.extra]


def test_asking_promises_to_be_back_and_leaves_everything_else_standing(shop: Shop, talk: Conversation) -> None:
    first = Promise.objects.get(conversation=talk, kind="answer")
    keep_draft(talk, "Half a sentence", by=shop.maartje)
    waiting = talk.waiting_since
    message = asks(shop, talk)
    worker.run_all()
    promise, talk = open_hold(talk.pk), Conversation.objects.get(pk=talk.pk)
    assert promise
    assert message.extra["hold_until"] == promise.by.isoformat() == back_at(2, message.at).isoformat()
    assert (promise.keeper, promise.words) == (shop.maartje, "")
    assert (talk.state, talk.waiting_since, talk.first_answer_at) == (State.OURS, waiting, None)
    assert talk.next_promise_at == promise.by
    assert talk.drafts.filter(text="Half a sentence").exists()
    first.refresh_from_db()
    assert first.state == "open"
    assert "time.asked" in verbs(talk)
    assert Message.objects.get(pk=message.pk).delivery in ("waiting", "sent", "unsent")


def test_the_moment_is_a_whole_minute_and_never_earlier_than_said() -> None:
    at = datetime.fromisoformat("2026-06-04T13:29:10+00:00")
    assert f"{back_at(2, at):%H:%M:%S}" == "13:32:00"
    assert f"{back_at(1, at.replace(second=0)):%H:%M:%S}" == "13:30:00"


def test_an_answer_settles_it_and_nothing_is_said(shop: Shop, talk: Conversation) -> None:
    asks(shop, talk)
    shop.answers(talk)
    assert open_hold(talk.pk) is None
    assert set(Promise.objects.filter(conversation=talk).values_list("state", flat=True)) == {"kept"}
    assert sorries(talk) == []


def test_a_note_settles_nothing(shop: Shop, talk: Conversation) -> None:
    asks(shop, talk)
    note(talk, "Looking in the greenhouse", by=shop.maartje)
    assert open_hold(talk.pk)


def test_when_the_time_passes_cha_says_sorry_once(shop: Shop, talk: Conversation) -> None:
    asked = asks(shop, talk)
    time_passes(talk)
    (sorry,) = sorries(talk)
    assert (sorry.kind, sorry.author_kind, sorry.extra["sorry_for"]) == ("said", "cha", asked.pk)
    again = open_hold(talk.pk)
    assert again
    assert sorry.extra["hold_until"] == again.by.isoformat()
    assert again.by > now() + timedelta(minutes=2)
    assert again.keeper == shop.maartje
    assert sorry.text == sorry_words(talk, again.by)
    assert talk.state == State.OURS
    time_passes(talk)
    assert len(sorries(talk)) == 1
    assert open_hold(talk.pk) is None
    assert Promise.objects.get(conversation=talk, kind="answer").state == "open"


def test_whoever_asked_is_reminded_before_and_after(shop: Shop, talk: Conversation) -> None:
    asks(shop, talk)
    promise = open_hold(talk.pk)
    assert promise
    Timer.objects.filter(key=f"promise:{promise.pk}:risk").update(due=now())
    worker.run_all()
    assert shop.maartje.notifications.filter(kind="promise").count() == 1
    time_passes(talk)
    assert shop.maartje.notifications.filter(kind="promise").count() == 2


@pytest.mark.parametrize("settled", ["answered", "put right", "aside", "taken back"])
def test_nothing_is_said_where_there_is_nothing_to_be_sorry_for(shop: Shop, talk: Conversation, settled: str) -> None:
    asked = asks(shop, talk)
    promise = open_hold(talk.pk)
    assert promise
    if settled == "answered":
        say(talk, "White, on Friday.", by=shop.maartje)
    elif settled == "put right":
        put_right(talk, by=shop.maartje)
    elif settled == "aside":
        put_aside(talk, "spam", by=shop.priya)
    else:
        Message.objects.filter(pk=asked.pk).update(medium="chat", delivery="sent")
        withdraw_said(Message.objects.get(pk=asked.pk), by=shop.maartje, may=edits)
    Promise.objects.filter(pk=promise.pk, state="open").update(by=now() - timedelta(seconds=1))
    Timer.objects.filter(key=f"promise:{promise.pk}:due").update(due=now() - timedelta(seconds=1))
    worker.run_all()
    assert sorries(talk) == []


def test_asking_again_moves_the_promise(shop: Shop, talk: Conversation) -> None:
    asks(shop, talk)
    asks(shop, talk, 10)
    states = Promise.objects.filter(conversation=talk, kind="hold").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["moved", "open"]


def test_the_same_form_twice_asks_once(shop: Shop, talk: Conversation) -> None:
    for _ in range(2):
        ask_for_time(talk, 2, WORDS, by=shop.maartje, once="one")
    assert talk.messages.filter(kind="said").count() == 1
    assert Promise.objects.filter(conversation=talk, kind="hold").count() == 1


@pytest.mark.parametrize("minutes", [0, -1, 61])
def test_other_times_are_refused_in_words(shop: Shop, talk: Conversation, minutes: int) -> None:
    with pytest.raises(Invalid, match="one to sixty"):
        asks(shop, talk, minutes)


def test_who_may_not_answer_may_not_ask(shop: Shop, talk: Conversation) -> None:
    note(talk, "@Jef look", by=shop.maartje, mentions=[shop.jef.pk])
    with pytest.raises(Refused):
        ask_for_time(talk, 2, WORDS, by=shop.jef)


@pytest.mark.parametrize("language", ["", "en", "nl", "fr", "de", "es", "ar"])
def test_it_is_asked_in_their_language(language: str) -> None:
    words = {minutes: asking_words(minutes, language) for minutes in (1, 2, 5, 20)}
    assert len(set(words.values())) == 4
    assert "%" not in "".join(words.values())
    assert language in ("", "en") or words[5] != asking_words(5, "en")


def test_who_is_in_the_chat_stands_first_until_they_agreed_to_wait(shop: Shop, talk: Conversation) -> None:
    chat = add_channel("chat", "", by=CHA, name="Our site")
    visit = come_in(talk, remember_visitor(chat, "k" * 22))
    assert care_input(talk).present
    note(talk, "They are here", by=shop.maartje)
    asks(shop, talk)
    talk.refresh_from_db()
    assert not care_input(talk).present
    assert talk.care_at == talk.next_promise_at
    shop.answers(talk)
    talk.waiting_since = now()
    assert care_input(talk).present
    end_visit(visit, by=talk.person)
    assert not care_input(talk).present


def test_a_chat_states_five_minutes_and_has_a_word_for_an_address(shop: Shop) -> None:
    chat = add_channel("chat", "", by=CHA)
    assert chat.answer_minutes == 5
    assert chat.address.startswith("juniper-")
    assert Channel.objects.get(medium="email").answer_minutes is None
