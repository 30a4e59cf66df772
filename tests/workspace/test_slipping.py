"""In the conversation: words wait at a promise that may slip or broke; one press sends them, two change them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cha.conversations.models import Conversation, Message
from cha.core.clock import now
from cha.promises.heads_up import heads_up
from cha.promises.models import Promise, at_risk, break_promise, make_promise
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maartje(shop: Shop, client: Client) -> Client:
    client.force_login(shop.maartje)
    return client


@pytest.fixture
def row(shop: Shop) -> Promise:
    """A call that Maartje promised Adaeze, at risk."""
    talk = shop.adaeze_writes()
    by = now() + timedelta(hours=5)
    made = make_promise(talk, by, by=shop.maartje, keeper=shop.maartje, kind="other", words="A call", kept_by="call")
    at_risk(made)
    return Promise.objects.select_related("conversation").get(pk=made.pk)


def page(client: Client, talk: Conversation) -> str:
    return client.get(f"/now/{talk.public_id}").content.decode()


def address(row: Promise) -> str:
    from cha.core.ids import encode

    return f"/now/{row.conversation.public_id}/promises/{encode(row.pk)}/heads-up"


def form(row: Promise, **more: str) -> dict[str, str]:
    words = heads_up(row, now())
    until = words.new_by.isoformat(timespec="seconds")
    return {"what": "warn", "text": words.text, "drafted": words.text, "until": until, **more}


def test_words_wait_and_one_press_sends_them(shop: Shop, maartje: Client, row: Promise) -> None:
    shown = page(maartje, row.conversation)
    assert "Tell Adaeze before they have to ask" in shown
    assert "I rang" in shown
    words = form(row)
    del words["drafted"]
    assert maartje.post(address(row), words).status_code == 303
    row.refresh_from_db()
    assert row.state == "moved"
    assert row.warned_at
    assert Message.objects.get(kind="said").text == words["text"].strip()
    after = page(maartje, row.conversation)
    assert "Tell Adaeze before they have to ask" not in after
    assert "Said before it slips." in after


def test_a_broken_promise_waits_with_an_apology(shop: Shop, maartje: Client, row: Promise) -> None:
    break_promise(row)
    shown = page(maartje, row.conversation)
    assert "We broke a promise: words are drafted" in shown
    row.refresh_from_db()
    maartje.post(address(row), form(row, what="apologise"))
    row.refresh_from_db()
    assert (row.state, row.moved_to is not None) == ("broken", True)
    assert "We broke a promise" not in page(maartje, row.conversation)


def test_words_left_as_drafted_say_the_time_that_is_chosen(maartje: Client, row: Promise) -> None:
    assert "What is known, in a sentence" in maartje.get(address(row)).content.decode()
    until = (row.by + timedelta(days=2)).replace(microsecond=0)
    maartje.post(address(row), form(row, until=until.isoformat(), known="The driver is ill."))
    message, new = Message.objects.get(kind="said"), Promise.objects.get(moved_from=row.pk)
    assert "The driver is ill." in message.text
    assert new.by == until
    assert message.text != heads_up(row, now()).text


def test_changed_words_go_as_they_were_written(maartje: Client, row: Promise) -> None:
    maartje.post(address(row), form(row, text="Tomorrow at three, I promise."))
    assert Message.objects.get(kind="said").text == "Tomorrow at three, I promise."


@pytest.mark.parametrize("until", ["", "yesterday", "2020-01-01T00:00:00+00:00"])
def test_a_time_that_is_none_says_so_and_keeps_the_words(maartje: Client, row: Promise, until: str) -> None:
    answer = maartje.post(address(row), form(row, until=until, text="My own words"))
    assert answer.status_code == 422
    assert "My own words" in answer.content.decode()
    assert not Message.objects.filter(kind="said").exists()


def test_what_broke_meanwhile_says_so(maartje: Client, row: Promise) -> None:
    words = form(row)
    with time_machine.travel(row.by + timedelta(minutes=1)):
        break_promise(row)
        answer = maartje.post(address(row), words)
    assert answer.status_code == 409
    assert "Apologise instead" in answer.content.decode()


def test_who_only_looks_on_reads_why(shop: Shop, client: Client, row: Promise) -> None:
    row.conversation.participants.create(member=shop.jef)
    client.force_login(shop.jef)
    assert "Your role looks on here" in page(client, row.conversation)
    client.post(address(row), form(row))
    assert not Message.objects.filter(kind="said").exists()


def test_a_call_is_noted_and_keeps_the_promise(maartje: Client, row: Promise) -> None:
    place = f"/now/{row.conversation.public_id}/calls"
    assert "Did you reach Adaeze?" in maartje.get(place).content.decode()
    maartje.post(place, {"reached": "no"})
    row.refresh_from_db()
    assert row.state == "open"
    maartje.post(place, {"reached": "yes", "words": "White it is."})
    row.refresh_from_db()
    assert row.state == "kept"
    assert "White it is." in page(maartje, row.conversation)
