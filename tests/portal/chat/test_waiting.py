"""How long it takes, told honestly: from what others waited, in the order in which people are served."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.clock import now
from cha.promises.soon import left
from cha.promises.waiting import _kept
from cha.team.models.brand import set_hours
from tests.portal.chat.conftest import Browser, Chat

MINUTES = [timedelta(minutes=minutes) for minutes in (1, 2, 2, 3, 4, 4, 5, 6, 8, 10)]


def test_wait_is_what_six_in_ten_did_not_pass() -> None:
    assert left(MINUTES, timedelta(), 0) == 4
    assert left(MINUTES, timedelta(minutes=4, seconds=30), 0) == 4


def test_longer_queue_takes_longer() -> None:
    assert left(MINUTES, timedelta(), 9, usual=4) == 8
    assert left(MINUTES, timedelta(), 999, usual=4) == 16
    assert left([timedelta(minutes=22)] * 9, timedelta(), 0) == 25


def test_what_nobody_knows_is_not_said() -> None:
    assert left(MINUTES[:5], timedelta(), 0) is None
    assert left(MINUTES, timedelta(minutes=10), 0) is None


@given(st.lists(st.integers(1, 10_000), min_size=8, max_size=60), st.integers(0, 10_000), st.integers(0, 99))
def test_wait_is_at_least_a_minute(seconds: list[int], waited: int, before: int) -> None:
    found = left([timedelta(seconds=one) for one in seconds], timedelta(seconds=waited), before)
    assert found is None or found >= 1


def test_place_and_minutes_are_told_in_care_order(chat: Chat, visitor: Browser) -> None:
    for number in range(9):
        browser = chat.browser()
        named = browser.begin(f"Question {number}")
        chat.answers(named)
        asked = now() - timedelta(minutes=number + 2)
        Conversation.objects.filter(pk=chat.conversation(named).pk).update(opened_at=asked, first_answer_at=now())
    _kept.clear()
    first, second = chat.browser(), visitor
    one, two = first.begin("I was first"), second.begin("I came then")
    assert (first.opened(one)["before"], second.opened(two)["before"]) == (0, 1)
    assert first.opened(one)["wait"] == {"minutes": 7, "before": 0}
    chat.answers(one)
    assert first.opened(one)["wait"] is None
    assert second.opened(two)["before"] == 0


def test_closed_hours_are_said_with_the_hour(chat: Chat, visitor: Browser) -> None:
    set_hours(by=CHA, zone="Europe/Brussels", week={}, days={})
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "04:00-04:01")
    set_hours(by=CHA, zone="Europe/Brussels", week=week, days={})
    chat.channel.brand.refresh_from_db()
    said = visitor.ask("GET").json()
    assert said["open"] is False
    assert said["opens"].endswith("04:00")
    assert said["answers"]
    named = visitor.begin("Leave this for tomorrow")
    shown = visitor.opened(named)
    assert (shown["wait"], shown["opens"]) == (None, said["opens"])
    assert "04:00" in shown["messages"][1]["text"]


def test_faces_are_of_members_who_are_there(chat: Chat, visitor: Browser) -> None:
    browser = Client()
    browser.force_login(chat.shop.maartje, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session.session_key
    UserSession.objects.create(user=chat.shop.maartje, session_key=session, last_seen_at=now(), ip="127.0.0.1")
    UserSession.objects.create(
        user=chat.shop.priya, session_key="older", last_seen_at=now() - timedelta(hours=1), ip="127.0.0.1"
    )
    assert visitor.ask("GET").json()["faces"] == [{"name": "Maartje", "initials": "MW", "tint": chat.shop.maartje.tint}]
