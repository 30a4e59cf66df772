"""When nobody can, and the business lets it, the heads-up goes by itself: once, and never where it should not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cha.conversations.models import Conversation, Message, say
from cha.conversations.models.presence import here
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.people.models import Person
from cha.promises.going_alone import go_alone, send_alone
from cha.promises.heads_up import heads_up
from cha.promises.models import Promise
from cha.promises.models.going_alone import goes_alone, let_go_alone
from cha.promises.models.promise import said_first
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def row(shop: Shop) -> Promise:
    """Adaeze wrote and is promised an answer; heads-ups go by themselves twenty minutes before."""
    let_go_alone(20, by=shop.priya)
    talk = shop.adaeze_writes()
    return Promise.objects.select_related("conversation").get(conversation=talk)


def told(talk: Conversation) -> list[Message]:
    return list(talk.messages.filter(kind="said", author_kind="cha", extra__warns__isnull=False))


def passes(row: Promise, before: float) -> None:
    """It is so many minutes before the promise is due, and what follows is done."""
    with time_machine.travel(row.by - before * MINUTE, tick=False):
        worker.run_all()
    row.refresh_from_db()


def test_it_goes_once_and_the_new_time_stands(shop: Shop, row: Promise) -> None:
    passes(row, 21)
    assert told(row.conversation) == []
    passes(row, 19)
    (message,) = told(row.conversation)
    assert (row.state, said_first(row)) == ("moved", True)
    new = Promise.objects.get(moved_from=row.pk)
    assert (new.made_by_kind, new.state, new.message) == ("cha", "open", message.pk)
    go_alone(row.pk)
    assert len(told(row.conversation)) == 1
    assert verbs(row.conversation).count("promise.warned") == 1
    mail = row.conversation.deliveries.get(kind="reply")
    assert mail.subject.startswith("Re: ") or mail.subject
    row.conversation.refresh_from_db()
    assert (row.conversation.state, row.conversation.first_answer_at) == ("ours", None)


def test_what_was_put_off_by_itself_is_not_put_off_by_itself_again(row: Promise) -> None:
    passes(row, 19)
    new = Promise.objects.select_related("conversation").get(moved_from=row.pk)
    passes(new, 19)
    assert new.state == "open"
    assert len(told(row.conversation)) == 1


def test_it_is_off_until_somebody_who_manages_chooses_it(shop: Shop) -> None:
    assert goes_alone() is None
    talk = shop.adaeze_writes()
    row = Promise.objects.get(conversation=talk)
    passes(row, 5)
    assert told(talk) == []
    with pytest.raises(Refused):
        let_go_alone(20, by=shop.maartje)
    for minutes in (0, 4, 241):
        with pytest.raises(Invalid):
            let_go_alone(minutes, by=shop.priya)


@pytest.mark.parametrize("kept", ["do not", "quiet", "there", "held", "off", "answered"])
def test_something_keeps_it_silent(shop: Shop, row: Promise, kept: str) -> None:
    talk = row.conversation
    with time_machine.travel(row.by - 25 * MINUTE, tick=False) as clock:
        worker.run_all()
        if kept == "do not":
            Person.objects.filter(pk=talk.person_id).update(likes={"do_not_contact": "yes"})
        elif kept == "quiet":
            likes = {"quiet_from": "00:01", "quiet_until": "00:00"}
            Person.objects.filter(pk=talk.person_id).update(likes=likes)
        elif kept == "off":
            let_go_alone(None, by=shop.priya)
        elif kept == "answered":
            shop.answers(talk)
        clock.shift(6 * 60)
        if kept == "there":
            here(talk, by=shop.maartje)
        elif kept == "held":
            say(talk, "One moment, I am writing", by=shop.maartje, hold=timedelta(hours=1))
        worker.run_all()
    assert told(talk) == []


def test_a_member_who_was_quicker_is_the_one(shop: Shop, row: Promise) -> None:
    from cha.promises.warning import warn

    words = heads_up(row, now())
    warn(row, words.text, words.new_by, by=shop.maartje)
    assert send_alone(row, words, proven=True) is None
    assert told(row.conversation) == []


def test_after_its_time_it_says_nothing_by_itself(row: Promise) -> None:
    with time_machine.travel(row.by + MINUTE, tick=False):
        go_alone(row.pk)
        assert send_alone(row, heads_up(row, now()), proven=True) is None
    assert told(row.conversation) == []


def test_to_an_unproven_sender_it_says_no_name(row: Promise) -> None:
    passes(row, 19)
    (message,) = told(row.conversation)
    assert "Adaeze" not in message.text
    assert message.text.startswith("Hello,")
    assert not row.conversation.deliveries.get(kind="reply").html


def test_the_business_chooses_it_on_its_page(shop: Shop, client: Client) -> None:
    client.force_login(shop.priya)
    assert "When a promise may slip" in client.get("/settings/business").content.decode()
    assert client.post("/settings/business/heads-ups", {"minutes": "30"}).status_code == 303
    assert goes_alone() == 30
    client.post("/settings/business/heads-ups", {"minutes": ""})
    assert goes_alone() is None
    client.force_login(shop.maartje)
    assert client.post("/settings/business/heads-ups", {"minutes": "30"}).status_code in (302, 403)
    assert goes_alone() is None
