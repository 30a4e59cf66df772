"""The dialog "Hard words" at the desk: offered where words are folded, each step without script."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation, assign
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.promises.models import Promise
from cha.resolutions.models import Boundary, Remedy
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from cha.team.models.shift import Absence
from tests.resolutions.remedies.giving import policy
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)

HARD = "Wollen Sie mich verarschen? Ihr seid alle unfähig, ihr Idioten. Bestellung JL-2254."


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    conversation = shop.adaeze_writes(HARD, subject="Verspätete Lieferung")
    assign(conversation, by=shop.maartje, member=shop.maartje)
    return conversation


@pytest.fixture
def ifeoma(shop: Shop) -> Member:
    return add_member("ifeoma@juniperlane.example", "Ifeoma Eze", Role.LEAD, by=CHA)


def place(conversation: Conversation, name: str = "") -> str:
    return f"/now/{encode(conversation.pk)}{name}"


def test_hard_words_are_folded_and_the_dialog_is_offered_there(shop: Shop, talk: Conversation) -> None:
    assert talk.mood == "hostile"
    page = browser(shop.maartje).get(place(talk)).content.decode()
    assert "Hard words, folded" in page
    assert place(talk, "/hard-words") in page


def test_it_shows_the_need_and_our_line_in_their_language(shop: Shop, talk: Conversation) -> None:
    page = browser(shop.maartje).get(place(talk, "/hard-words")).content.decode()
    assert "Hard words from Adaeze" in page
    assert "verarschen" not in page
    assert "Dafür bitten wir um Worte" in page
    assert "Drafted in German" in page
    assert "Priya answers from here" in page


def test_our_line_goes_in_the_words_that_were_changed(shop: Shop, talk: Conversation) -> None:
    desk = browser(shop.maartje)
    assert desk.post(place(talk, "/hard-words"), {"do": "line", "line": "Bitte freundlich."}).status_code == 303
    assert talk.messages.get(kind="said").text == "Bitte freundlich."
    assert Promise.objects.get(conversation=talk).state == "open"
    assert "It was said." in desk.get(place(talk, "/hard-words")).content.decode()
    assert desk.post(place(talk, "/hard-words"), {"do": "line"}).status_code == 409


def test_distance_is_shown_to_colleagues_and_can_be_lifted(shop: Shop, talk: Conversation) -> None:
    desk = browser(shop.maartje)
    assert desk.post(place(talk, "/hard-words"), {"do": "distance", "distance": "pause"}).status_code == 303
    row = Boundary.objects.get()
    page = browser(shop.priya).get(place(talk)).content.decode()
    assert "A pause." in page
    assert "what was promised stays ours" in page
    desk.post(place(talk, f"/boundaries/{encode(row.pk)}/lifting"))
    row.refresh_from_db()
    assert row.lifted_by == shop.maartje


def test_two_leads_end_it_from_the_page(shop: Shop, talk: Conversation, ifeoma: Member) -> None:
    desk = browser(shop.maartje)
    form = {"do": "distance", "distance": "end", "amount": "abc"}
    assert desk.post(place(talk, "/hard-words"), form).status_code == 422
    assert desk.post(place(talk, "/hard-words"), {**form, "amount": "€9,50"}).status_code == 303
    row = Boundary.objects.get()
    yes = place(talk, f"/boundaries/{encode(row.pk)}/yes")
    assert desk.post(yes).status_code == 403
    page = browser(shop.priya).get(place(talk)).content.decode()
    assert "Two different leads decide" in page
    assert yes in page
    browser(shop.priya).post(yes)
    assert Boundary.objects.get().since is None
    browser(ifeoma).post(yes)
    assert Boundary.objects.get().since
    assert Remedy.objects.get().amount == 950


def test_a_comma_of_thousands_is_given_back_whole(shop: Shop, talk: Conversation) -> None:
    form = {"do": "distance", "distance": "end", "amount": "1,009"}
    assert browser(shop.maartje).post(place(talk, "/hard-words"), form).status_code == 303
    assert Boundary.objects.get().amount == 1009_00


def test_a_threat_calls_a_lead(shop: Shop, talk: Conversation) -> None:
    browser(shop.maartje).post(place(talk, "/hard-words"), {"do": "threat"})
    talk.refresh_from_db()
    assert talk.assignee == shop.priya
    assert "Do not answer." in browser(shop.priya).get(place(talk)).content.decode()


def test_take_five_and_a_wrong_choice(shop: Shop, talk: Conversation) -> None:
    desk = browser(shop.maartje)
    assert desk.post(place(talk, "/hard-words"), {"do": "break"}).status_code == 303
    assert Absence.objects.get().member == shop.maartje
    assert desk.post(place(talk, "/hard-words"), {"do": "distance"}).status_code == 422
    assert browser(shop.jef).get(place(talk, "/hard-words")).status_code == 404
