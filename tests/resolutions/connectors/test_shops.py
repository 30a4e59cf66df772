"""Shopify, WooCommerce and a signed webhook against houses that stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cha.resolutions.connectors import wire
from cha.resolutions.connectors.base import Errand, Outcome, Said
from cha.resolutions.connectors.registry import kind_called
from tests.resolutions.connectors.carried import errand, house
from tests.resolutions.connectors.standins.house import StandIn, standing_in
from tests.resolutions.connectors.standins.receiver import Receiver
from tests.resolutions.connectors.standins.shops import StandInShopify, StandInWoo

KINDS = {"shopify": StandInShopify, "woocommerce": StandInWoo, "webhook": Receiver}


@pytest.fixture(params=list(KINDS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def there(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr(wire, "STEP", 0.6)
    with standing_in(KINDS[name]()) as stand_in:
        yield stand_in


def do(name: str, there: StandIn, what: Errand | None = None) -> Outcome:
    return kind_called(name).carry_out(house(name, there), what or errand())


def look(name: str, there: StandIn, what: Errand | None = None) -> Outcome:
    return kind_called(name).look(house(name, there), what or errand())


def test_money_goes_back(name: str, there: Any) -> None:
    outcome = do(name, there)
    assert (outcome.said, bool(outcome.reference), there.paid) == (Said.DONE, True, 14800)


def test_the_same_attempt_and_the_next_one_pay_once(name: str, there: Any) -> None:
    do(name, there)
    assert do(name, there).said == Said.DONE
    if name != "webhook":  # a receiver knows ids only: another id is another thing
        assert do(name, there, errand(2, again=True)).said == Said.DONE
    assert there.paid == 14800


@pytest.mark.parametrize("fault", ["dies", "breaks", "slow", "lies"])
def test_paid_and_left_in_doubt_is_found_out_by_looking(name: str, there: Any, fault: str) -> None:
    there.faults = [fault]
    first = do(name, there)
    assert first.said == Said.DOUBT or (name == "webhook" and not first.reference)
    assert (look(name, there).said, there.paid) == (Said.DONE, 14800)


def test_a_house_that_breaks_when_looked_at_is_not_sent_anything(name: str, there: Any) -> None:
    there.gone = True
    assert look(name, there).said in (Said.UNSENT, Said.DOUBT)
    if name != "webhook":
        assert do(name, there).said == Said.UNSENT
        assert not [one for one in there.asked if one.method == "POST"]


def test_a_trial_changes_nothing(name: str, there: Any) -> None:
    assert kind_called(name).trial(house(name, there)).well
    assert there.paid == 0
    there.gone = True
    assert not kind_called(name).trial(house(name, there)).well


@pytest.mark.parametrize("name", ["shopify", "woocommerce"])
def test_more_than_is_left_is_refused_before_it_is_asked_for(name: str, there: Any) -> None:
    do(name, there, errand(minor=10000))
    outcome = kind_called(name).carry_out(house(name, there), other(minor=4801))
    assert outcome.said == Said.REFUSED
    assert "€48" in outcome.words
    assert there.paid == 10000


@pytest.mark.parametrize("name", ["shopify", "woocommerce"])
def test_another_currency_is_refused(name: str, there: Any) -> None:
    there.currency = "USD"
    assert "USD" in do(name, there).words
    assert there.paid == 0


@pytest.mark.parametrize("name", ["shopify", "woocommerce"])
def test_an_order_is_made_again_once_and_costs_nothing(name: str, there: Any) -> None:
    there.faults = ["dies"]
    again = errand(kind="replacement", minor=0)
    assert do(name, there, again).said == Said.DOUBT
    found = do(name, there, again)
    assert (found.said, len(there.orders)) == (Said.DONE, 1)
    (line,) = there.orders[0]["line_items"]
    assert line["quantity"] == 2
    assert "0.00" in (line.get("price"), line.get("total"))


@pytest.mark.parametrize("name", ["shopify", "woocommerce"])
def test_without_an_order_of_the_shop_it_is_refused(name: str, there: Any) -> None:
    assert do(name, there, errand(purchase=None)).said == Said.REFUSED
    assert not there.asked


@pytest.mark.parametrize("name", ["woocommerce"])
def test_that_woocommerce_knows_of_no_refund_proves_nothing(name: str, there: StandInWoo) -> None:
    there.faults, there.deletes = ["breaks"], True
    assert do(name, there).said == Said.DOUBT
    outcome = look(name, there)
    assert (outcome.said, there.paid) == (Said.DOUBT, 14800)
    assert "may have paid" in outcome.words
    assert look(name, there, errand(kind="replacement", minor=0)).said == Said.ABSENT


@pytest.mark.parametrize("name", ["shopify"])
def test_a_payment_that_shopify_says_failed_is_refused(name: str, there: StandInShopify) -> None:
    there.status = "failure"
    assert do(name, there).said == Said.REFUSED
    there.status, there.refunds = "pending", []
    assert do(name, there, other()).said == Said.WAY


@pytest.mark.parametrize("name", ["webhook"])
def test_a_receiver_is_told_what_and_where_to_answer(name: str, there: Receiver) -> None:
    do(name, there)
    assert there.last["amount"] == {"minor": 14800, "value": "148.00", "currency": "EUR"}
    assert there.last["order"] == {"id": "22910", "number": "2291"}
    assert there.last["answer_to"] == "https://shop.example/hook"
    assert there.asked[0].headers["cha-id"] == there.last["id"]
    there.state = "refused"
    outcome = do(name, there, other())
    assert (outcome.said, outcome.words) == (Said.REFUSED, "The wallet is closed.")


def other(**more: Any) -> Errand:
    """Another remedy for the same order."""
    one = errand(**more)
    return Errand("cha-0000000000008-1", "0000000000008", one.kind, one.amount, one.words, purchase=one.purchase)
