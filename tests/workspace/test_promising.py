"""The dialog of a promise: a time that cannot be held says so before it is promised, with the nearest that can."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from cha.conversations.models import Conversation
from cha.core import clock
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.promises.models import Promise, make_promise
from tests.shop import Shop
from tests.workspace.desk import browser

# Thursday 11 June, 10:00 in Ghent; the shop is open from 09:00 to 17:30.
NOW = datetime(2026, 6, 11, 8, tzinfo=UTC)
NOON = "2026-06-11T10:00:00+00:00"
HALF_PAST = "2026-06-11T10:30:00+00:00"
NIGHT = "2026-06-11T20:00:00+00:00"
IN_DIALOG = {"Turbo-Frame": "dialog"}


@pytest.fixture
def talk(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    conversation = shop.adaeze_writes()
    Promise.objects.all().delete()
    for number in range(6):
        busy = {"kind": "other", "words": f"Photo {number}", "keeper": shop.maartje, "kept_by": "hand"}
        make_promise(conversation, datetime.fromisoformat(NOON), by=CHA, at=NOW, **busy)  # type: ignore[arg-type]
    monkeypatch.setattr("cha.workspace.now.page.now", lambda: NOW)
    monkeypatch.setattr("cha.promises.models.promise.now", lambda: NOW)
    return conversation


@pytest.fixture
def desk(shop: Shop) -> Client:
    return browser(shop.maartje)


def at(conversation: Conversation) -> str:
    return f"/now/{conversation.public_id}/promises"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def promised(what: str = "A call") -> Promise:
    return Promise.objects.get(words=what)


def form(until: str = NOON, **more: str) -> dict[str, str]:
    return {"what": "A call", "until": until, **more}


def test_a_time_that_is_full_comes_back_with_the_nearest_that_holds(desk: Client, talk: Conversation) -> None:
    answer = desk.post(at(talk), form())

    page = said(answer)
    assert answer.status_code == 422
    assert "Today 12:00 cannot be held." in page
    assert "You have promised 6 things before then." in page
    assert "The nearest time that holds is" in page
    assert "Take 12:30" in page
    assert not Promise.objects.filter(words="A call").exists()


def test_one_press_takes_the_nearest_time(desk: Client, talk: Conversation) -> None:
    assert desk.post(at(talk), form(asked=NOON, take=HALF_PAST)).status_code == 303

    assert promised().by == datetime.fromisoformat(HALF_PAST)
    assert promised().reason == ""


def test_a_time_chosen_after_that_counts(desk: Client, talk: Conversation) -> None:
    later = "2026-06-11T13:00:00+00:00"
    assert desk.post(at(talk), form(later, asked=NOON, take=HALF_PAST)).status_code == 303

    assert promised().by == datetime.fromisoformat(later)


def test_promised_anyway_with_a_reason_that_is_kept(desk: Client, talk: Conversation) -> None:
    without = desk.post(at(talk), form(anyway="1"))
    assert without.status_code == 422
    assert "Say why, in a few words" in said(without)

    assert desk.post(at(talk), form(anyway="1", reason="Tomasz helps me")).status_code == 303
    assert (promised().by, promised().reason) == (datetime.fromisoformat(NOON), "Tomasz helps me")


def test_somebody_else_with_room_keeps_it(shop: Shop, desk: Client, talk: Conversation) -> None:
    page = said(desk.get(at(talk), form()))
    assert "You (full until 12:30)" in page
    assert "Priya (there is room)" in page

    assert desk.post(at(talk), form(who=encode(shop.priya.pk), slip="60")).status_code == 303
    made = promised()
    assert (made.keeper, made.remind_minutes, made.source, made.kept_by) == (shop.priya, 60, "member", "hand")
    assert made.zone == "Europe/Brussels"


def test_while_closed_the_opening_is_named(desk: Client, talk: Conversation) -> None:
    page = said(desk.post(at(talk), form(NIGHT)))

    assert "Today 22:00 cannot be held.</b> We are closed then." in page
    assert "tomorrow 09:15" in page


def test_nothing_is_suggested_that_does_not_hold(desk: Client, talk: Conversation) -> None:
    page = said(desk.get(at(talk)))

    assert "cannot be held." not in page
    assert page.count(" checked") == 1


def test_the_button_names_the_time_where_a_script_renews_it(desk: Client, talk: Conversation) -> None:
    assert "Promise today 12:30 to Adaeze" in said(desk.get(at(talk), form(), headers=IN_DIALOG))
    assert "Promise it to Adaeze" in said(desk.get(at(talk), form()))


def test_the_person_reads_it_in_their_language_on_their_clock(desk: Client, talk: Conversation) -> None:
    talk.change(language="nl")
    talk.person.zone = "America/New_York"
    talk.person.save(update_fields=["zone"])

    page = said(desk.get(at(talk), form(what="Een foto")))

    assert "<bdi>Een foto, vandaag vóór 06:30</bdi>" in page
    assert re.search(r"Today at 0?6:00( am)? in New York, 12:00 here\.", page)


def test_a_new_time_is_looked_at_as_well(desk: Client, talk: Conversation, shop: Shop) -> None:
    moves = Promise.objects.filter(words="Photo 5").get()
    path = f"{at(talk)}/{encode(moves.pk)}/new-time"

    assert desk.post(path, {"until": NIGHT}).status_code == 422
    assert desk.post(path, {"until": HALF_PAST}).status_code == 303
    assert Promise.objects.get(words="Photo 5", state="open").by == datetime.fromisoformat(HALF_PAST)


@pytest.mark.parametrize("more", [{"own": "2026-06-11T11:59"}, {"who": "nobody"}, {"slip": "soon"}, {"take": "x"}])
def test_what_makes_no_sense_is_refused_or_left_out(desk: Client, talk: Conversation, more: dict[str, Any]) -> None:
    asked = form("own" if "own" in more else HALF_PAST, **more)

    assert desk.post(at(talk), asked).status_code in (303, 422)
    assert clock.now() > NOW


def test_the_dialog_takes_few_queries(
    desk: Client, talk: Conversation, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    desk.get(at(talk), headers=IN_DIALOG)
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        desk.get(at(talk), headers=IN_DIALOG)
