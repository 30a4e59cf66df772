"""An offer in the thread: its ways, what was chosen, and what a member can do about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cha.conversations.models import Conversation
from cha.core import worker
from cha.core.clock import now, standing_at
from cha.core.ids import encode
from cha.resolutions.approvals.approving import answer_approval
from cha.resolutions.models import Approval, Choice, Offer, Remedy
from cha.resolutions.offers.choosing import choose, expire_offer, want_else
from cha.resolutions.offers.offering import take_back_offer
from cha.resolutions.remedies.doing import start_remedy
from cha.workspace import live
from tests.news import news_since
from tests.resolutions.offers.offered import back, offer, way
from tests.shop import Shop
from tests.workspace.desk import browser


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


@pytest.fixture
def desk(shop: Shop) -> Client:
    return browser(shop.maartje)


def card(desk: Client, talk: Conversation) -> str:
    page = str(desk.get(f"/now/{talk.public_id}").content.decode())
    return page.partition('class="options offered"')[2].partition("</details>")[0]


def note(talk: Conversation, made: Offer, act: str = "choice") -> str:
    return f"/now/{talk.public_id}/offers/{encode(made.pk)}/{act}"


def test_it_shows_the_ways_and_what_they_come_to(shop: Shop, talk: Conversation, desk: Client) -> None:
    made = offer(shop, talk, silent="Maartje calls you", silent_kind="call")
    shown = card(desk, talk)
    assert "All twelve again, in white" in shown
    assert "€148" in shown
    assert "If not, Maartje calls them." in shown
    assert f'formaction="{note(talk, made)}"' in shown
    assert f'formaction="{note(talk, made, "taking-back")}"' in shown


def test_a_way_that_is_asked_for_says_of_whom(shop: Shop, talk: Conversation, desk: Client) -> None:
    offer(shop, talk, way(), back(372, "Money back, keep the peach"))
    assert "Priya is asked" in card(desk, talk)
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    page = str(desk.get(f"/now/{talk.public_id}").content.decode())
    assert "offered two ways, Priya agreed to the €372" in page


def test_what_was_chosen_stands_where_it_was_offered(shop: Shop, talk: Conversation, desk: Client) -> None:
    made = offer(shop, talk)
    choice = choose(made, 2, by=talk.person, via="chat")
    shown = card(desk, talk)
    assert "Chosen in the chat, " in shown
    assert "data-picked" in shown
    assert f'formaction="{note(talk, made)}?instead_of={encode(choice.pk)}"' in shown


def test_another_one_is_noted_instead_from_the_page_that_shows_the_first(
    shop: Shop, talk: Conversation, desk: Client
) -> None:
    made = offer(shop, talk)
    choice = choose(made, 2, by=talk.person, via="chat")
    assert desk.post(note(talk, made), {"number": "1"}).status_code == 409
    assert desk.post(f"{note(talk, made)}?instead_of={encode(choice.pk)}", {"number": "1"}).status_code == 303
    assert Choice.objects.get(undone_at=None).option == made.options.get(number=1)


def test_what_is_under_way_offers_no_change(shop: Shop, talk: Conversation, desk: Client) -> None:
    made = offer(shop, talk)
    choose(made, 2, by=talk.person, via="page")
    start_remedy(Remedy.objects.get(), by=shop.maartje)
    shown = card(desk, talk)
    assert "It is under way" in shown
    assert "formaction" not in shown


def test_other_words_of_theirs_stand_in_it(shop: Shop, talk: Conversation, desk: Client) -> None:
    made = offer(shop, talk)
    want_else(made, "else", "Could my sister have them?", by=talk.person, via="page")
    shown = card(desk, talk)
    assert "They want something else." in shown
    assert "Could my sister have them?" in shown


def test_none_of_these_is_noted(shop: Shop, talk: Conversation, desk: Client) -> None:
    made = offer(shop, talk)
    desk.post(note(talk, made, "else"))
    made.refresh_from_db()
    assert made.state == "else"


@pytest.mark.parametrize(("over", "said"), [("back", "It was taken back."), ("until", "Nobody chose in time.")])
def test_what_is_over_says_so(shop: Shop, talk: Conversation, desk: Client, over: str, said: str) -> None:
    made = offer(shop, talk)
    if over == "back":
        take_back_offer(made, by=shop.maartje)
    else:
        with standing_at(made.until):
            expire_offer(made)
    shown = card(desk, talk)
    assert said in shown
    assert "formaction" not in shown


def test_open_pages_hear_of_a_choice(shop: Shop, talk: Conversation, desk: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("cha.live.hub.hub.listened", lambda _topic: True)
    made = offer(shop, talk)
    position, _pieces = live.render_since(-1)
    choose(made, 1, by=talk.person, via="page")
    told = b"".join(html for _topics, html in news_since(position))
    assert b"Chosen on their page" in told


def test_a_thread_without_an_offer_asks_nothing_more(
    shop: Shop, talk: Conversation, desk: Client, django_assert_num_queries: Any
) -> None:
    from cha.workspace.now.thread import entries

    entries(talk, "UTC")
    shop.answers(talk)
    worker.run_all()
    with django_assert_num_queries(0):
        from cha.workspace.offers.card import cards

        assert cards(talk.pk, [], zone="UTC", now=now(), time=str) == {}
