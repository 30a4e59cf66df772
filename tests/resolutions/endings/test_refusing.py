"""Saying no well: with a because and something instead; looked at again by somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.models import Conversation, withdraw
from cha.conversations.models.message import Message
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ids import encode
from cha.resolutions.endings.refusing import ask_review, review, say_no
from cha.resolutions.models import Refusal
from cha.team.models import Role
from cha.team.models.member import change_member
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes("Give me all my money back for the roses of last year.")


def said_no(talk: Conversation, shop: Shop, **more: object) -> Refusal:
    given = {"instead": "Fresh ones at half the price", "hold": timedelta(0), **more}
    return say_no(talk, "the whole price", "policy", "it was a year ago", "No, because.", by=shop.maartje, **given)  # type: ignore[arg-type]


def place(conversation: Conversation, name: str = "") -> str:
    return f"/now/{encode(conversation.pk)}{name}"


def test_there_is_always_something_instead_but_by_law(shop: Shop, talk: Conversation) -> None:
    with pytest.raises(Invalid) as error:
        said_no(talk, shop, instead="")
    assert error.value.details["field"] == "instead"
    row = say_no(talk, "cut flowers back", "law", "they were worn", "No.", by=shop.maartje)
    assert row.instead == ""


def test_a_no_needs_a_because(shop: Shop, talk: Conversation) -> None:
    with pytest.raises(Invalid):
        say_no(talk, "x", "whim", "y", "z", by=shop.maartje, instead="i")
    with pytest.raises(Invalid):
        say_no(talk, "x", "policy", " ", "z", by=shop.maartje, instead="i")


def test_the_same_form_twice_is_one_no(shop: Shop, talk: Conversation) -> None:
    assert said_no(talk, shop, once="a") == said_no(talk, shop, once="a")
    assert talk.messages.filter(kind="said").count() == 1


def test_taken_back_before_it_went_nobody_said_no(shop: Shop, talk: Conversation) -> None:
    row = said_no(talk, shop, hold=timedelta(seconds=8))
    withdraw(Message.objects.get(pk=row.message or 0), by=shop.maartje)
    assert not Refusal.objects.exists()


def test_somebody_else_looks_again_once(shop: Shop, talk: Conversation) -> None:
    row = said_no(talk, shop)
    asked = ask_review(row, "It wilted at once.", by=talk.person)
    assert ask_review(row, "Again", by=talk.person).review_words == asked.review_words
    with pytest.raises(Refused):
        review(row, True, "No.", "No.", by=shop.maartje)
    done = review(row, False, "She is right.", "You are right.", by=shop.priya, hold=timedelta(0))
    assert (done.stands, done.reviewed_by) == (False, shop.priya)
    with pytest.raises(Conflict):
        review(row, True, "x", "x", by=shop.priya)
    with pytest.raises(Conflict):
        ask_review(row, "x", by=talk.person)


def test_in_a_house_of_one_the_same_looks_again(shop: Shop, talk: Conversation) -> None:
    row = said_no(talk, shop)
    ask_review(row, "Please.", by=talk.person)
    change_member(shop.maartje, by=shop.priya, role=Role.LIGHT)
    Refusal.objects.filter(pk=row.pk).update(said_by=shop.priya)
    assert review(Refusal.objects.get(), True, "Still no.", "Still no.", by=shop.priya).stands


def test_at_the_desk_it_is_said_and_looked_at_again(shop: Shop, talk: Conversation) -> None:
    desk, lead = browser(shop.maartje), browser(shop.priya)
    page = desk.get(place(talk, "/no"), {"wanted": "the whole price", "instead": "half"}).content.decode()
    assert 'value="the whole price"' in page
    form = {"wanted": "the whole price", "because": "policy", "reason": "it was a year ago", "next_person": "Priya"}
    assert desk.post(place(talk, "/no"), form).status_code == 422
    assert desk.post(place(talk, "/no"), {**form, "instead": "Half"}).status_code == 303
    words = talk.messages.get(kind="said").text
    assert "We cannot do this: the whole price." in words
    assert "What we can do: Half" in words
    assert "You may also ask Priya." in words
    row = Refusal.objects.get()
    ask_review(row, "It wilted.", by=talk.person)
    assert "They ask again about a no" in lead.get(place(talk)).content.decode()
    assert "the whole price" in lead.get("/complaints").content.decode()
    again = place(talk, f"/noes/{encode(row.pk)}/again")
    assert "Ask a colleague" in desk.get(again).content.decode()
    assert desk.post(again, {"stands": "yes", "answer": "x"}).status_code == 403
    assert lead.post(again, {"stands": "yes"}).status_code == 422
    assert lead.post(again, {"stands": "yes", "answer": "It was a year."}).status_code == 303
    assert "It stays as it is." in talk.messages.filter(kind="said").latest("pk").text
