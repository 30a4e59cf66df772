"""Who hears what became of an offer, and what the trail says of it."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.conversations.models import Conversation
from cha.core import worker
from cha.core.clock import now, standing_at
from cha.notifications.models import Notification
from cha.notifications.wording import line
from cha.resolutions.offers.choosing import choose, want_else
from tests.resolutions.offers.offered import offer
from tests.shop import Shop
from tests.workspace.desk import browser


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


@pytest.fixture
def desk(shop: Shop) -> Client:
    return browser(shop.maartje)


def told(shop: Shop) -> list[str]:
    worker.run_all()
    rows = Notification.objects.filter(member=shop.maartje, kind="chosen").order_by("id")
    return [line(row, now()).whole for row in rows]


def test_whoever_made_it_hears_what_was_chosen(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    first = choose(made, 1, by=talk.person, via="page")
    choose(made, 2, by=talk.person, via="page", instead_of=first.pk)
    assert told(shop) == [
        "Adaeze Nwosu chose: “All twelve again, in white”.",
        "Adaeze Nwosu chose again: “White for the head table, half back”.",
    ]


def test_who_noted_it_knows(shop: Shop, talk: Conversation) -> None:
    choose(offer(shop, talk), 1, by=shop.maartje, via="phone")
    assert told(shop) == []


def test_that_none_was_wanted_is_told(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    want_else(made, "else", "Something in yellow", by=talk.person, via="page")
    assert told(shop) == ["Adaeze Nwosu wants something else than what was offered."]


def test_that_nobody_chose_is_told(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, silent_kind="call")
    with standing_at(made.until):
        assert told(shop) == ["Adaeze Nwosu has not chosen: call them."]


def test_the_trail_says_what_was_done(shop: Shop, talk: Conversation, desk: Client) -> None:
    choose(offer(shop, talk), 1, by=talk.person, via="page")
    page = str(desk.get(f"/now/{talk.public_id}/trail").content.decode())
    assert "Maartje offered ways to put it right" in page
    assert "chose from what was offered" in page
