"""What a cap leaves is looked at again when a way is chosen: whoever decides, and whoever said yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cha.conversations.models import Conversation, Message
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.resolutions.approvals.approving import answer_approval
from cha.resolutions.authority import NeedsYes
from cha.resolutions.models import Approval, Offer, Option, PolicySet, Remedy
from cha.resolutions.offers.choosing import choose
from cha.resolutions.offers.offering import make_offer
from cha.resolutions.remedies.doing import fail_remedy, finish_remedy, start_remedy
from cha.team.models import Member
from tests.resolutions.offers.offered import NOUGHT, back, offered, way
from tests.resolutions.remedies.giving import give, policy, rule, yes
from tests.shop import Shop

CAPS: list[dict[str, int]] = [
    {"person_days": 365, "person": 200_00},
    {"person_days": 365, "times": 1},
    {"conversation": 200_00},
    {"member_day": 200_00},
    {"team_month": 200_00},
]


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def lowered(number: int = 2, **more: Any) -> None:
    """A policy comes into force under which an agent may give ten euros."""
    PolicySet(number=number, state="live", rules=[rule(agent=10_00, **more)], starts_at=now()).save(force_insert=True)


def chosen(made: Offer) -> Option:
    """Half back, as it is once they have chosen it."""
    choose(made, 2, by=made.person, via="page")
    worker.run_all()
    return Option.objects.get(offer=made, number=2)


def of_the_offer() -> list[Remedy]:
    return list(Remedy.objects.filter(option__isnull=False))


@pytest.mark.parametrize("cap", CAPS, ids=lambda cap: "-".join(cap))
def test_what_failed_is_not_tried_again_once_a_cap_is_used_up_and_what_was_paid_is_done_all_the_same(
    shop: Shop, talk: Conversation, cap: dict[str, int]
) -> None:
    policy(rule(cap=cap))
    first = fail_remedy(give(talk, shop.maartje, minor=150_00), by=shop.maartje, problem="The card is closed")
    assert start_remedy(first, by=shop.maartje).state == "way", "Nothing else was given."
    fail_remedy(first, by=shop.maartje, problem="The card is closed")
    give(talk, shop.maartje, minor=150_00)
    with pytest.raises(Conflict, match="ask for a yes"):
        start_remedy(first, by=shop.maartje)
    first.refresh_from_db()
    assert first.state == "failed"
    assert finish_remedy(first, by=CHA).state == "done", "Its house paid after all."


def by_the_owner(shop: Shop, talk: Conversation, *ways: Any) -> Offer:
    made = make_offer(talk, ways or (way(), back()), by=shop.priya, until=now() + timedelta(hours=4), hold=NOUGHT)
    worker.run_all()
    return made


@pytest.mark.parametrize("cap", CAPS, ids=lambda cap: "-".join(cap))
def test_what_a_cap_no_longer_leaves_waits_for_a_yes_although_the_limit_fell_further(
    shop: Shop, talk: Conversation, cap: dict[str, int]
) -> None:
    policy(rule(cap=cap))
    made = offered(shop, talk)
    give(talk, shop.maartje, minor=150_00)
    lowered(cap=cap)
    option = chosen(made)
    assert (option.state, of_the_offer()) == ("asking", [])
    said = Message.objects.filter(conversation=talk, kind="said").latest("pk").text
    assert "We ask for a yes for it first. You hear from us " in said
    assert "It is done" not in said
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    (given,) = of_the_offer()
    assert (given.amount, given.option, given.promise is not None) == (186_00, option, True)


@pytest.mark.parametrize("cap", CAPS, ids=lambda cap: "-".join(cap))
def test_what_every_cap_still_leaves_is_given_although_the_limit_fell(
    shop: Shop, talk: Conversation, cap: dict[str, int]
) -> None:
    policy(rule(cap=cap))
    made = offered(shop, talk)
    lowered(cap=cap)
    chosen(made)
    assert [one.amount for one in of_the_offer()] == [186_00]


def test_a_cap_holds_where_nobody_is_granted_anything_any_more(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap=CAPS[0]))
    made = offered(shop, talk)
    give(talk, shop.maartje, minor=150_00)
    PolicySet(number=2, state="live", rules=[rule(cap=CAPS[0]) | {"grants": []}], starts_at=now()).save()
    assert chosen(made).state == "asking"


def test_a_yes_does_not_pass_a_cap_that_was_used_up_after_it(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"team_month": 500_00}))
    made = offered(shop, talk, way(), back(372, "Money back, keep the peach"))
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    give(talk, shop.maartje, minor=150_00)
    option = chosen(made)
    assert (option.state, of_the_offer()) == ("asking", [])
    first, second = Approval.objects.order_by("pk")
    assert (first.used_at, second.state, option.approval) == (None, "open", second)
    answer_approval(second, "yes", by=shop.priya)
    assert [(one.amount, one.approval) for one in of_the_offer()] == [(372_00, second)]


def test_a_yes_to_more_than_a_cap_leaves_was_given_knowingly(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"team_month": 300_00}))
    made = offered(shop, talk, way(), back(372, "Money back, keep the peach"))
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    give(talk, shop.maartje, minor=50_00)
    chosen(made)
    assert [one.amount for one in of_the_offer()] == [372_00]


def test_what_counts_is_the_day_of_who_said_yes(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"member_day": 400_00}))
    made = offered(shop, talk, way(), back(372, "Money back, keep the peach"))
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    give(talk, shop.priya, minor=100_00)
    assert (chosen(made).state, of_the_offer()) == ("asking", [])


def test_a_yes_that_is_used_by_hand_is_looked_at_again_too(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"person_days": 365, "person": 500_00}))
    said = yes(talk, answered_by=shop.priya, answered_at=now())
    give(talk, shop.maartje, minor=150_00)
    with pytest.raises(NeedsYes):
        give(talk, shop.maartje, minor=372_00, approval=said)
    said.refresh_from_db()
    assert said.used_at is None
    give(talk, shop.maartje, minor=300_00, approval=said)


def test_an_owner_is_asked_before_what_they_offered_passes_what_was_used_up_since(
    shop: Shop, talk: Conversation
) -> None:
    policy(rule(cap={"team_month": 200_00}))
    made = by_the_owner(shop, talk)
    give(talk, shop.maartje, minor=150_00)
    option = chosen(made)
    assert (option.state, of_the_offer()) == ("asking", [])
    answer_approval(Approval.objects.get(to=shop.priya), "yes", by=shop.priya)
    assert [one.amount for one in of_the_offer()] == [186_00]


def test_an_owner_offers_beyond_a_cap_knowingly(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"team_month": 100_00}))
    chosen(by_the_owner(shop, talk))
    assert [one.amount for one in of_the_offer()] == [186_00]


def test_where_nobody_can_be_asked_it_waits_and_its_maker_is_told(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"team_month": 200_00}))
    made = offered(shop, talk)
    give(talk, shop.maartje, minor=150_00)
    Member.objects.filter(pk=shop.priya.pk).update(is_active=False)
    assert (chosen(made).state, of_the_offer()) == ("asking", [])
    assert made.made_by is not None
    (told,) = made.made_by.notifications.filter(kind="chosen")
    assert told.facts["problem"] is True
    again = offered(shop, talk, way(words="A smaller one", cost=back(40).cost), back(40, "A little back"))
    assert again.state == "open"


def test_once_too_often_is_too_often_for_what_is_worth_nothing(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"person_days": 365, "times": 1}))
    give(talk, shop.maartje, "card", minor=0)
    with pytest.raises(NeedsYes):
        give(talk, shop.maartje, "card", minor=0)


def test_what_was_left_to_who_asked_counts_for_their_day(shop: Shop, talk: Conversation) -> None:
    policy(rule(cap={"member_day": 200_00}))
    left = yes(talk, minor=150_00, asked_by=shop.maartje, answered_at=now(), via="policy")
    give(talk, shop.maartje, minor=150_00, approval=left)
    with pytest.raises(NeedsYes):
        give(talk, shop.maartje, minor=100_00)
