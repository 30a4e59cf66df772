"""Which house something goes over: never another shop's, and none where two fit alike and nobody said which."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation
from cha.resolutions.carrying.errands import connector_for
from tests.resolutions.connectors.carried import connect
from tests.resolutions.remedies.giving import give, order, policy
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def test_an_order_of_one_shop_never_goes_to_another(shop: Shop, talk: Conversation) -> None:
    bought = order(talk)
    bought.source.kind, bought.source.url = "woocommerce", "http://b.example/wp-json"
    bought.source.save()
    connect("woocommerce", "http://127.0.0.1:9/a")
    row = give(talk, shop.maartje, order=bought)
    assert connector_for(row) is None
    bought.source.url = "http://127.0.0.1:9/anything"
    bought.source.save()
    assert connector_for(row) is not None


def test_two_that_fit_alike_are_asked_about(shop: Shop, talk: Conversation) -> None:
    connect("stripe", "http://127.0.0.1:9/one")
    connect("stripe", "http://127.0.0.1:9/two")
    row = give(talk, shop.maartje)
    assert connector_for(row) is None
    row.payment = "pi_1"
    assert connector_for(row) is not None
