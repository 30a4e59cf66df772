"""Deciding a remedy: within what may be given, never more of an order than it came to, a yes used once."""

from __future__ import annotations

from typing import Any

import pytest

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.core.money import Money
from cha.people.models import Person
from cha.resolutions.approvals.approved import give_approved
from cha.resolutions.authority import NeedsYes
from cha.resolutions.models import PolicySet, Remedy, Voucher
from cha.resolutions.remedies.doing import fail_remedy, start_remedy, take_back_remedy
from cha.resolutions.remedies.vouchers import LETTERS
from tests.resolutions.remedies.giving import give, order, policy, rule, yes
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def test_what_is_decided_says_who_when_why_and_by_which_policy(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, "replacement", 0, cost=Money(148_00, "EUR"), why="Peach came", ours=True)
    assert (row.state, row.worth, row.policy, row.keeper, row.decided_by_id) == (
        "decided",
        Money(148_00, "EUR"),
        1,
        shop.maartje,
        shop.maartje.pk,
    )
    assert "remedy.decided" in verbs(talk)
    facts = Event.objects.get(verb="remedy.decided").facts
    assert facts == {"kind": "replacement", "worth": 148_00, "currency": "EUR", "policy": 1}


def test_above_the_limit_it_is_not_given_and_says_by_how_much(shop: Shop, talk: Conversation) -> None:
    with pytest.raises(NeedsYes) as caught:
        give(talk, shop.maartje, minor=372_00)
    assert caught.value.code == "needs_yes"
    assert caught.value.decision.limit == Money(200_00, "EUR")
    assert not Remedy.objects.exists()
    assert give(talk, shop.priya, minor=372_00).decided_by_id == shop.priya.pk


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "cake"}, "kind"),
        ({"minor": -1}, "amount"),
        ({"minor": 0}, "amount"),
        ({"minor": 10**15}, "amount"),
        ({"currency": "JPY"}, "amount"),
        ({"currency": ""}, "amount"),
        ({"words": "  "}, "words"),
        ({"cost": Money(5, "USD")}, "cost"),
        ({"cost": Money(-5, "EUR")}, "amount"),
        ({"tax": Money(21_00, "EUR")}, "tax"),
        ({"tax": Money(1_00, "USD")}, "tax"),
    ],
)
def test_what_is_no_remedy_or_no_amount_is_said_at_its_field(
    shop: Shop, talk: Conversation, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        give(talk, shop.priya, **more)
    assert caught.value.details["field"] == field
    assert not Remedy.objects.exists()


def test_a_light_member_and_the_person_give_nothing(shop: Shop, talk: Conversation) -> None:
    for who in (shop.jef, Person.objects.get(pk=talk.person_id)):
        with pytest.raises((Refused, NotFound)):
            give(talk, who)


def test_a_bot_gives_only_what_a_rule_names_it_for(shop: Shop, talk: Conversation) -> None:
    with pytest.raises(NeedsYes):
        give(talk, CHA)


def test_the_same_form_sent_twice_decides_once(shop: Shop, talk: Conversation) -> None:
    first, second = (give(talk, shop.maartje, once="f1") for _ in range(2))
    assert first == second
    assert Remedy.objects.count() == 1
    assert give(talk, shop.maartje, minor=5_00, once="f1") != first


def test_of_an_order_no_more_is_given_back_than_it_came_to(shop: Shop, talk: Conversation) -> None:
    bought = order(talk)
    give(talk, shop.maartje, "part", 50_00, order=bought)
    with pytest.raises(Invalid, match=r"€12 of it is left") as caught:
        give(talk, shop.priya, minor=12_01, order=bought)
    assert caught.value.details["near"] == 12_00
    give(talk, shop.priya, minor=12_00, order=bought)
    with pytest.raises(Conflict, match="given back already"):
        give(talk, shop.priya, minor=1, order=bought)
    give(talk, shop.priya, "voucher", 10_00, order=bought)


def test_what_failed_or_was_taken_back_is_not_given_and_counts_again_when_tried_again(
    shop: Shop, talk: Conversation
) -> None:
    bought = order(talk)
    failed = fail_remedy(give(talk, shop.maartje, minor=62_00, order=bought), by=shop.maartje, problem="Card closed")
    other = give(talk, shop.maartje, minor=62_00, order=bought)
    with pytest.raises(Conflict, match="given back already"):
        start_remedy(failed, by=shop.maartje)
    take_back_remedy(other, by=shop.maartje)
    assert start_remedy(failed, by=shop.maartje).state == "way"


def test_an_order_is_given_back_in_its_own_currency_and_to_its_own_person(shop: Shop, talk: Conversation) -> None:
    dollars = order(talk, currency="USD")
    with pytest.raises(Invalid, match="paid in USD"):
        give(talk, shop.maartje, order=dollars)
    other = shop.adaeze_writes("Hello", sender="Bram <bram@example.com>")
    with pytest.raises(Invalid, match="not theirs"):
        give(other, shop.maartje, order=dollars)


def test_an_order_that_does_not_say_what_it_came_to_sets_no_bound(shop: Shop, talk: Conversation) -> None:
    bought = order(talk, amount=None, currency="")
    assert give(talk, shop.maartje, minor=199_00, order=bought)


def test_a_voucher_has_a_code_that_nobody_misreads_and_holds_what_they_get(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, "voucher", 20_00)
    voucher = Voucher.objects.get(remedy=row)
    assert set(voucher.code) <= set(LETTERS + "-")
    assert (len(voucher.code), voucher.left, voucher.currency) == (14, 20_00, "EUR")
    take_back_remedy(row, by=shop.maartje)
    voucher.refresh_from_db()
    assert voucher.left == 0


def test_a_yes_covers_what_was_asked_and_is_used_once(shop: Shop, talk: Conversation) -> None:
    approval = yes(talk)
    for wrong in ({"minor": 372_01}, {"kind": "voucher"}):
        with pytest.raises(Refused, match="all of it back"):
            give(talk, shop.maartje, approval=approval, **({"minor": 372_00} | wrong))
    row = give(talk, shop.maartje, minor=372_00, approval=approval)
    assert row.approval == approval
    with pytest.raises(Conflict, match="used already"):
        give(talk, shop.maartje, minor=1_00, approval=approval)
    take_back_remedy(row, by=shop.maartje)
    assert give(talk, shop.maartje, minor=300_00, approval=approval)


@pytest.mark.parametrize("state", ["open", "no", "back", "over"])
def test_without_a_yes_nothing_is_given(shop: Shop, talk: Conversation, state: str) -> None:
    with pytest.raises(Conflict, match="Nobody said yes"):
        give(talk, shop.maartje, minor=372_00, approval=yes(talk, state=state))


def test_a_yes_for_somebody_else_or_another_order_is_none(shop: Shop, talk: Conversation) -> None:
    other = shop.adaeze_writes("Hello", sender="Bram <bram@example.com>")
    with pytest.raises(Refused, match="somebody else"):
        give(talk, shop.maartje, minor=372_00, approval=yes(other))
    first, second = order(talk, 400_00), order(talk, 400_00, number="2292")
    with pytest.raises(Refused, match="another order"):
        give(talk, shop.maartje, minor=372_00, approval=yes(talk, order=first), order=second)


def test_what_is_never_given_is_not_given_with_a_yes_either(shop: Shop, talk: Conversation) -> None:
    never = rule("never", never=True, because="the law says so", instead="a repair", remedies=["refund"])
    PolicySet.objects.all().delete()
    policy(rule(), never)
    with pytest.raises(Refused, match=r"the law says so\. Offer instead: a repair") as caught:
        give(talk, shop.priya, approval=yes(talk))
    assert caught.value.code == "never"


def test_a_yes_without_an_option_makes_the_askers_remedy(shop: Shop, talk: Conversation) -> None:
    event = Event(subject_id=yes(talk, kind="replacement", asked_by=shop.maartje, why="Peach").pk)
    give_approved(event)
    give_approved(event)
    row = Remedy.objects.get()
    assert (row.keeper, row.amount, row.cost, row.why) == (shop.maartje, 0, 372_00, "Peach")
    assert row.checklist


def test_a_yes_to_something_else_gives_that(shop: Shop, talk: Conversation) -> None:
    instead = {"kind": "voucher", "amount": 50_00, "currency": "EUR", "words": "a voucher"}
    give_approved(Event(subject_id=yes(talk, state="other", instead=instead, asked_by=shop.maartje).pk))
    row: Any = Remedy.objects.get()
    assert (row.kind, row.amount, row.words, row.voucher.left) == ("voucher", 50_00, "a voucher", 50_00)
