"""Stripe and Mollie by their own libraries, against houses that stand in: what each says, and what it means."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from cha.core.money import Money
from cha.resolutions.connectors import wire
from cha.resolutions.connectors.amounts import from_stripe, to_stripe
from cha.resolutions.connectors.base import Errand, House, Outcome, Said
from cha.resolutions.connectors.registry import kind_called
from tests.resolutions.connectors.carried import errand, house
from tests.resolutions.connectors.standins.house import StandIn, standing_in
from tests.resolutions.connectors.standins.mollie import StandInMollie
from tests.resolutions.connectors.standins.stripe import StandInStripe

KINDS = {"stripe": StandInStripe, "mollie": StandInMollie}


@pytest.fixture(params=list(KINDS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def there(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr(wire, "STEP", 0.6)
    with standing_in(KINDS[name]()) as stand_in:
        yield stand_in


def do(name: str, there: StandIn, what: Errand | None = None, where: House | None = None) -> Outcome:
    return kind_called(name).carry_out(where or house(name, there), what or errand())


def look(name: str, there: StandIn, what: Errand | None = None) -> Outcome:
    return kind_called(name).look(house(name, there), what or errand())


def test_money_goes_back_on_the_payment_of_the_order(name: str, there: StandInStripe) -> None:
    outcome = do(name, there)
    assert (outcome.said, outcome.reference, there.paid) == (Said.DONE, "re_1", 14800)
    assert outcome.proof == {"amount": 14800, "currency": "EUR"}


def test_the_same_attempt_twice_is_paid_once(name: str, there: StandInStripe) -> None:
    assert do(name, there) == do(name, there)
    assert there.paid == 14800


@pytest.mark.parametrize("fault", ["dies", "breaks", "slow", "lies"])
def test_paid_and_left_in_doubt_is_found_out_by_looking(name: str, there: StandInStripe, fault: str) -> None:
    there.faults = [fault]
    assert do(name, there).said == Said.DOUBT
    assert (look(name, there).said, there.paid) == (Said.DONE, 14800)


def test_broken_without_paying_is_absent(name: str, there: StandInStripe) -> None:
    there.faults = ["broken"]
    assert (do(name, there).said, look(name, there).said, there.paid) == (Said.DOUBT, Said.ABSENT, 0)


def test_another_attempt_finds_what_the_one_before_paid(name: str, there: StandInStripe) -> None:
    do(name, there)
    outcome = do(name, there, errand(2, again=True))
    assert (outcome.said, outcome.reference, there.paid) == (Said.DONE, "re_1", 14800)


def test_too_much_is_refused_in_the_houses_words(name: str, there: StandInStripe) -> None:
    outcome = do(name, there, errand(minor=14801))
    assert outcome.said == Said.REFUSED
    assert "says no" in outcome.words
    assert there.paid == 0


def test_what_is_on_its_way_is_under_way_then_done(name: str, there: StandInStripe) -> None:
    there.status = "pending"
    outcome = do(name, there)
    assert (outcome.said, outcome.reference) == (Said.WAY, "re_1")
    there.refunds[0]["status"] = "succeeded" if name == "stripe" else "refunded"
    assert look(name, there, errand(reference="re_1")).said == Said.DONE
    there.refunds[0]["status"] = "failed"
    assert look(name, there, errand(reference="re_1")).said == Said.REFUSED


def test_an_order_without_one_payment_is_refused_and_says_what_to_type(name: str, there: StandInStripe) -> None:
    from cha.resolutions.connectors.base import Purchase

    outcome = do(name, there, errand(purchase=Purchase("1", "1")))
    assert outcome.said == Said.REFUSED
    assert "No payment of order 1" in outcome.words
    typed = errand(purchase=None, payment="pi_1" if name == "stripe" else "tr_1")
    assert do(name, there, typed).said == Said.DONE


def test_another_currency_is_refused_before_anything_is_asked_for(name: str, there: StandInStripe) -> None:
    there.currency = "USD"
    assert "in USD" in do(name, there).words
    assert there.paid == 0


def test_a_wrong_key_is_said(name: str, there: StandIn) -> None:
    wrong = House(name, there.url, {"key": "sk_test_no" if name == "stripe" else "test_no"}, {}, private=True)
    trial = kind_called(name).trial(wrong)
    assert (trial.well, "does not let us in" in trial.words) == (False, True)
    assert do(name, there, where=wrong).said == Said.REFUSED
    well = kind_called(name).trial(house(name, there))
    assert (well.well, well.test) == (True, True)


def test_a_house_that_is_not_there_took_nothing(name: str, there: StandIn) -> None:
    away = House(name, "http://127.0.0.1:9", house(name, there).secrets, {}, private=True)
    assert do(name, there, errand(payment="pi_1" if name == "stripe" else "tr_1"), away).said == Said.UNSENT


def test_a_private_address_and_plain_http_are_not_asked(name: str, there: StandIn) -> None:
    for address in (there.url, "https://127.0.0.1:1", "https://169.254.169.254"):
        away = House(name, address, house(name, there).secrets, {})
        assert do(name, there, where=away).said == Said.UNSENT
    assert not there.asked


def test_our_machine_is_not_named_to_them(name: str, there: StandIn) -> None:
    import platform

    do(name, there)
    assert not any(platform.node() in value for one in there.asked for value in one.headers.values())


@pytest.mark.parametrize(
    ("money", "units"),
    [
        (Money(14800, "EUR"), 14800),
        (Money(1200, "JPY"), 1200),
        (Money(1200, "ISK"), 120000),
        (Money(1200, "UGX"), 120000),
        (Money(12340, "KWD"), 12340),
    ],
)
def test_amounts_are_written_as_stripe_counts_them(money: Money, units: int) -> None:
    assert to_stripe(money) == units
    assert from_stripe(units, money.currency.lower()) == money


def test_thousandths_that_stripe_does_not_take_are_no_amount() -> None:
    with pytest.raises(ValueError, match="thousandths"):
        to_stripe(Money(12345, "KWD"))


def test_a_payment_that_is_not_found_when_looked_for_proves_nothing(name: str, there: StandIn) -> None:
    from cha.resolutions.connectors.base import Purchase

    assert look(name, there, errand(purchase=Purchase("1", "1"))).said == Said.DOUBT


def test_a_library_that_is_not_here_asked_nothing(name: str, there: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [one for one in sys.modules if one.split(".")[0] in ("stripe", "mollie")] + ["stripe", "mollie"]:
        monkeypatch.setitem(sys.modules, module, None)
    found = do(name, there)
    assert (found.said, "cha[payments]" in found.words) == (Said.UNSENT, True)
