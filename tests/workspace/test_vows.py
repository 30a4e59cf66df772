"""A draft that promises says so: kept in one press, a question where doubtful, said first where it cannot be held."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from cha.conversations.models import (
    Conversation,
    Draft,
    Kind,
    Later,
    Message,
    keep_draft,
    say_now,
    take_back_later,
    withdraw,
)
from cha.conversations.models.saying import release
from cha.core import worker
from cha.core.clock import now
from cha.promises.models import Promise
from cha.promises.vowing import Chosen, promised_in, say_later_and_promise
from tests.shop import Shop
from tests.workspace.desk import browser

# Thursday 11 June, 10:00 in Ghent; the shop is open from 09:00 to 17:30.
NOW = datetime(2026, 6, 11, 8, tzinfo=UTC)
RINGS = "Dear Adaeze. I will ring you tomorrow before 11:00."
WRITES = "Dear Adaeze. I will write to you tomorrow before 11:00."
AT_NIGHT = "Dear Adaeze. I will ring you tomorrow at 22:00."
BY = datetime(2026, 6, 12, 9, tzinfo=UTC)


@pytest.fixture
def talk(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    conversation = shop.adaeze_writes()
    monkeypatch.setattr("cha.workspace.now.page.now", lambda: NOW)
    monkeypatch.setattr("cha.promises.models.promise.now", lambda: NOW)
    return conversation


@pytest.fixture
def desk(shop: Shop) -> Client:
    return browser(shop.maartje)


def at(conversation: Conversation, path: str) -> str:
    return f"/now/{conversation.public_id}/{path}"


def hint(desk: Client, talk: Conversation, draft: str, shop: Shop) -> str:
    keep_draft(talk, draft, by=shop.maartje)
    return desk.get(at(talk, "vows")).content.decode()


def kept_in(page: str) -> list[str]:
    return re.findall(r'name="vow" value="([^"]+)"', page)


def said(talk: Conversation) -> list[str]:
    return list(talk.messages.filter(kind=Kind.SAID).values_list("text", flat=True))


def vowed(talk: Conversation) -> Any:
    return talk.promises.filter(source="draft")


def test_a_draft_that_promises_says_so_and_is_kept_in_one_press(desk: Client, talk: Conversation, shop: Shop) -> None:
    page = hint(desk, talk, RINGS, shop)
    assert "You promise to ring Adaeze tomorrow before 11:00." in page
    assert "Keep it as a promise" in page

    desk.post(at(talk, "reply"), {"body": RINGS, "vow": kept_in(page)})

    made, message = vowed(talk).get(), Message.objects.get(kind=Kind.SAID)
    assert (made.by, made.words, made.kept_by, made.keeper) == (BY, "A call", "call", shop.maartje)
    assert (made.message, made.zone, made.told_at) == (message.pk, "Europe/Brussels", message.held_until)


def test_nothing_is_promised_silently(desk: Client, talk: Conversation, shop: Shop) -> None:
    desk.post(at(talk, "reply"), {"body": RINGS})

    assert said(talk) == [RINGS]
    assert not vowed(talk).exists()


def test_a_promise_whose_words_are_gone_is_not_made(desk: Client, talk: Conversation, shop: Shop) -> None:
    kept = kept_in(hint(desk, talk, RINGS, shop))
    desk.post(at(talk, "reply"), {"body": "Dear Adaeze. It is on its way.", "vow": [*kept, "call-1|soon", "x"]})

    assert len(said(talk)) == 1
    assert not vowed(talk).exists()


def test_a_doubtful_one_is_a_question(desk: Client, talk: Conversation, shop: Shop) -> None:
    assert "Is that a promise?" in hint(desk, talk, "I might ring you tomorrow before 11:00.", shop)
    asks = hint(desk, talk, "I will look into it and come back to you.", shop)
    assert "By when?" in asks
    assert not kept_in(asks)


@pytest.mark.parametrize(
    "draft", ["It is on its way.", "I can't promise Friday.", "> I will ring you tomorrow.\n", " "]
)
def test_a_draft_that_promises_nothing_says_nothing(desk: Client, talk: Conversation, shop: Shop, draft: str) -> None:
    assert hint(desk, talk, draft, shop).strip() == ""


def test_what_cannot_be_held_is_said_before_it_goes(desk: Client, talk: Conversation, shop: Shop) -> None:
    answer = desk.post(at(talk, "reply"), {"body": AT_NIGHT})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tomorrow 22:00 cannot be held.</b> We are closed then." in page
    assert "Monday before 09:15" in page
    assert AT_NIGHT in page
    assert said(talk) == []


@pytest.mark.parametrize("more", ["vowed", "unheld"])
def test_whoever_saw_it_sends_it_as_it_is(desk: Client, talk: Conversation, shop: Shop, more: str) -> None:
    page = hint(desk, talk, AT_NIGHT, shop)
    key = re.findall(r'name="vowed" value="([^"]+)"', page)[0]
    desk.post(at(talk, "reply"), {"body": AT_NIGHT, more: key})

    assert said(talk) == [AT_NIGHT]
    assert not vowed(talk).exists()


def test_one_press_says_the_nearest_time_instead(desk: Client, talk: Conversation, shop: Shop) -> None:
    early = "Dear Adaeze. I will ring you tomorrow before 08:15."
    page = hint(desk, talk, early, shop)
    assert "Say 09:15" in page
    key = re.findall(r'name="nearest" value="([^"]+)"', page)[0]

    desk.post(at(talk, "vows/nearest"), {"body": early, "nearest": key})

    draft = Draft.objects.get(conversation=talk, member=shop.maartje)
    assert draft.text == "Dear Adaeze. I will ring you tomorrow before 09:15."
    assert promised_in(talk, draft.text, shop.maartje, NOW)[0].verdict.ok  # type: ignore[union-attr]


def test_where_the_words_stay_the_nearest_time_is_promised(desk: Client, talk: Conversation, shop: Shop) -> None:
    desk.post(at(talk, "reply"), {"body": AT_NIGHT, "vow": kept_in(hint(desk, talk, AT_NIGHT, shop)), "unheld": "1"})

    assert vowed(talk).get().by == datetime(2026, 6, 15, 7, 15, tzinfo=UTC)


def test_undo_takes_the_promise_back(desk: Client, talk: Conversation, shop: Shop) -> None:
    desk.post(at(talk, "reply"), {"body": RINGS, "vow": kept_in(hint(desk, talk, RINGS, shop))})
    withdraw(Message.objects.get(kind=Kind.SAID), by=shop.maartje)

    assert not vowed(talk).filter(state="open").exists()


def test_an_answer_does_not_keep_the_answer_that_it_promises(
    desk: Client, talk: Conversation, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.post(at(talk, "reply"), {"body": WRITES, "vow": kept_in(hint(desk, talk, WRITES, shop))})
    Message.objects.filter(kind=Kind.SAID).update(held_until=NOW)
    release(Message.objects.get(kind=Kind.SAID))
    worker.run_all()

    assert vowed(talk).get().state == Promise.State.OPEN
    assert vowed(talk).get().kept_by == "answer"


def test_the_clock_is_theirs(desk: Client, talk: Conversation, shop: Shop) -> None:
    talk.person.zone = "America/New_York"
    talk.person.save(update_fields=["zone"])

    found = promised_in(talk, RINGS, shop.maartje, NOW)[0]

    assert found.vow.by == datetime(2026, 6, 12, 11, tzinfo=ZoneInfo("America/New_York"))


def test_a_draft_that_promises_nothing_asks_for_the_channel_only(
    shop: Shop, talk: Conversation, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    assert talk.person.pk
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        promised_in(talk, "It is on its way.", shop.maartje, NOW + timedelta(0))


MONDAY = "2026-06-15T07:00:00+00:00"


def test_said_later_its_words_are_read_as_of_then(
    desk: Client, talk: Conversation, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("sending_later", "snoozing"):
        monkeypatch.setattr(f"cha.conversations.models.{file}.now", lambda: NOW)
    Promise.objects.all().delete()
    talk.change(next_promise_at=None)
    seen = kept_in(hint(desk, talk, RINGS, shop))
    form = {"body": RINGS, "until": MONDAY}

    again = desk.post(at(talk, "later"), {**form, "vow": seen})
    assert again.status_code == 422
    assert "You promise to ring Adaeze Tuesday before 11:00." in again.content.decode()
    assert desk.post(at(talk, "later"), {**form, "vow": kept_in(again.content.decode())}).status_code == 303

    later, made = Later.objects.get(), vowed(talk).get()
    assert (made.by, made.message, made.told_at) == (BY + timedelta(days=4), later.pk, later.goes_at)


def test_an_answer_for_later_carries_its_promise_and_takes_it_back(talk: Conversation, shop: Shop) -> None:
    Promise.objects.all().delete()
    talk.change(next_promise_at=None)
    found = promised_in(talk, WRITES, shop.maartje, now() + timedelta(days=1))[0]
    assert found.vow.by
    chosen = [Chosen(found.vow, now() + timedelta(days=3), found.zone)]
    goes = now() + timedelta(days=1)

    gone = say_later_and_promise(talk, WRITES, goes, chosen, by=shop.maartje)
    message = say_now(gone, by=shop.maartje)
    worker.run_all()
    assert message
    assert [(one.message, one.state) for one in vowed(talk)] == [(message.pk, "open")]

    vowed(talk).delete()
    back = say_later_and_promise(talk, WRITES, goes + timedelta(hours=1), chosen, by=shop.maartje)
    take_back_later(back, by=shop.maartje)
    assert [one.state for one in vowed(talk)] == ["released"]
