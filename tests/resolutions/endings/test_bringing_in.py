"""Bringing somebody in: the person is not lost, and what was promised goes along or stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.models import Conversation, HandOff, assign
from cha.core.clock import now
from cha.core.ids import encode
from cha.promises.models import Promise, make_promise
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    conversation = shop.adaeze_writes()
    assign(conversation, by=shop.maartje, member=shop.maartje)
    make_promise(conversation, now() + timedelta(hours=2), by=shop.maartje, words="I ring", keeper=shop.maartje)
    return conversation


@pytest.mark.parametrize(("vow", "keeper"), [("goes", "priya"), ("stays", "maartje")])
def test_what_was_promised_goes_along_or_stays(shop: Shop, talk: Conversation, vow: str, keeper: str) -> None:
    desk = browser(shop.maartje)
    where = f"/now/{encode(talk.pk)}/bringing-in"
    page = desk.get(where).content.decode()
    assert "Who helps Adaeze further?" in page
    assert page.index("Priya") < page.index("Somebody outside")
    form = {"hand": f"member:{encode(shop.priya.pk)}", "vow": vow, "note": "She wants one name."}
    assert desk.post(where, form).status_code == 303
    talk.refresh_from_db()
    assert talk.assignee == shop.priya
    assert Promise.objects.get(words="I ring").keeper == getattr(shop, keeper)
    assert HandOff.objects.get().note == "She wants one name."


def test_nobody_chosen_is_said_beside_the_form(shop: Shop, talk: Conversation) -> None:
    assert browser(shop.maartje).post(f"/now/{encode(talk.pk)}/bringing-in", {"note": "x"}).status_code == 422
