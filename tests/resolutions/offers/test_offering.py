"""Making an offer, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cha.conversations.models import Conversation, Message
from cha.conversations.models.saying import withdraw
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.money import Money
from cha.core.timers import Timer
from cha.people.models.contact_point import meet
from cha.promises.models import Promise
from cha.resolutions.models import Approval, Choice, Offer, Option
from cha.resolutions.offers.choosing import choose, want_else
from cha.resolutions.offers.offering import Way, make_offer, take_back_offer
from tests.resolutions.offers.offered import back, offer, offered, way
from tests.resolutions.remedies.giving import order, policy, rule
from tests.shop import Shop, verbs


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def test_it_is_an_answer_that_carries_its_ways(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, words="Adaeze, how shall we put it right?")
    message = Message.objects.get(pk=made.message)
    assert message.extra["offer"] == made.pk
    assert message.author_id == shop.maartje.pk
    assert "Adaeze, how shall we" in message.text
    assert "1. All twelve again, in white." in message.text
    assert "2. White for the head table, half back. €186, " in message.text
    talk.refresh_from_db()
    assert talk.state == "theirs"
    assert "offer.made" in verbs(talk)


def test_nothing_is_chosen_for_the_person(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    assert not Choice.objects.filter(offer=made).exists()
    assert list(made.options.values_list("number", "state")) == [(1, "ready"), (2, "ready")]
    assert not Promise.objects.filter(conversation=talk, source="option").exists()


def test_what_a_way_costs_us_is_not_said(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    assert "148" not in Message.objects.get(pk=made.message).text


def test_above_the_limit_a_yes_is_asked_for_at_once(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, way(), back(), back(372, "Money back, keep the peach"))
    third = made.options.get(number=3)
    assert (third.state, third.approval.kind, third.approval.amount) == ("asking", "refund", 372_00)
    text = Message.objects.get(pk=made.message).text
    assert "keep the peach" not in text
    assert "We are asking about one more way. You hear from us" in text


def test_when_they_hear_of_it_is_a_promise(shop: Shop, talk: Conversation) -> None:
    offer(shop, talk, way(), back(372, "Money back, keep the peach"))
    promise = Promise.objects.get(conversation=talk, words="A yes or a no to “Money back, keep the peach”")
    approval = Approval.objects.get()
    assert (promise.by, approval.promise) == (approval.by, promise)


def test_what_happens_on_silence_is_said(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, silent="Maartje calls you", silent_kind="call")
    assert "If we hear nothing: Maartje calls you." in Message.objects.get(pk=made.message).text
    assert Timer.objects.filter(key=f"offer:{made.pk}:until", due=made.until).exists()


def test_the_way_there_says_that_they_choose(shop: Shop, talk: Conversation) -> None:
    from cha.promises.wording import pathway_of

    made = offer(shop, talk)
    talk.refresh_from_db()
    step = next(step for step in pathway_of(talk, now=now()) if step.state == "now")
    assert (step.words, step.side, step.by) == ("You choose", "them", made.until)


NOT = [
    ({"ways": 1}, "ways"),
    ({"ways": 5}, "ways"),
    ({"until": timedelta(minutes=-1)}, "until"),
    ({"until": timedelta(days=61)}, "until"),
    ({"silent_kind": "later"}, "silent"),
    ({"words": " "}, "way-2"),
    ({"words": "All  twelve again, in WHITE"}, "way-2"),
    ({"words": "x" * 121}, "way-2"),
    ({"kind": "flowers"}, "way-2-kind"),
    ({"by": timedelta(hours=1)}, "way-2-by"),
    ({"amount": Money(-1, "EUR")}, "way-2-amount"),
    ({"amount": Money(100, "USD")}, "way-2-amount"),
    ({"amount": Money(100, "euro"), "cost": Money(100, "euro")}, "way-2-amount"),
]


@pytest.mark.parametrize(("wrong", "field"), NOT)
def test_what_does_not_fit_is_said_where_it_is(
    shop: Shop, talk: Conversation, wrong: dict[str, Any], field: str
) -> None:
    policy(rule())
    given: dict[str, Any] = {"until": now() + timedelta(hours=4)}
    ways = [way(), back()]
    if "ways" in wrong:
        ways = [way(words=f"Way {number}") for number in range(wrong["ways"])]
    elif "until" in wrong:
        given["until"] = now() + wrong["until"]
    elif "silent_kind" in wrong:
        given |= wrong
    else:
        moment = {"by": now() + wrong["by"]} if "by" in wrong else wrong
        ways[1] = replace(ways[1], **moment)
    with pytest.raises(Invalid) as found:
        make_offer(talk, ways, by=shop.maartje, **given)
    assert found.value.details["field"] == field
    assert not Offer.objects.exists()


def test_one_offer_is_open_at_a_time(shop: Shop, talk: Conversation) -> None:
    first = offer(shop, talk)
    with pytest.raises(Conflict, match="open here already"):
        offered(shop, talk)
    take_back_offer(first, by=shop.maartje)
    assert offered(shop, talk).state == "open"


def test_the_same_form_twice_is_one_offer(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, once="a")
    assert offered(shop, talk, once="a") == made
    assert Offer.objects.count() == 1
    assert Option.objects.count() == 2


def test_who_looks_on_offers_nothing(shop: Shop, talk: Conversation) -> None:
    policy(rule())
    with pytest.raises((NotFound, Refused)):
        make_offer(talk, [way(), back()], by=shop.jef, until=now() + timedelta(hours=1))
    assert not Message.objects.filter(kind="said", author_kind="member").exists()


def test_what_is_never_given_is_not_offered(shop: Shop, talk: Conversation) -> None:
    policy(rule(), {"key": "no", "remedies": ["gesture"], "currency": "EUR", "never": True})
    with pytest.raises(Invalid) as found:
        make_offer(talk, [way(), way("gesture", "Flowers")], by=shop.maartje, until=now() + timedelta(hours=1))
    assert found.value.details["field"] == "way-2"
    assert not Message.objects.filter(kind="said", author_kind="member").exists()


def test_taken_back_it_can_no_longer_be_chosen_from(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, way(), back(), back(372, "All of it back"))
    take_back_offer(made, by=shop.maartje)
    assert take_back_offer(made, by=shop.maartje).state == "back"
    assert Approval.objects.get().state == "over"
    assert not Timer.objects.filter(key=f"offer:{made.pk}:until").exists()
    with pytest.raises(Conflict) as found:
        choose(made, 1, by=talk.person, via="page")
    assert found.value.code == "taken_back"


def test_what_was_chosen_is_not_taken_back_as_an_offer(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    choose(made, 1, by=talk.person, via="page")
    with pytest.raises(Conflict):
        take_back_offer(made, by=shop.maartje)


def test_an_answer_that_is_withdrawn_takes_its_offer_along(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk, hold=timedelta(seconds=8))
    withdraw(Message.objects.get(pk=made.message), by=shop.maartje)
    made.refresh_from_db()
    assert made.state == "back"
    talk.refresh_from_db()
    assert talk.added_steps == []


def test_who_may_not_see_it_takes_nothing_back(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    with pytest.raises((NotFound, Refused)):
        take_back_offer(made, by=shop.jef)


def test_no_more_is_offered_than_their_order_came_to(shop: Shop, talk: Conversation) -> None:
    bought = order(talk, 100_00)
    by = now() + timedelta(days=3)
    dear, nought = Money(500_00, "EUR"), Money(0, "EUR")
    ways = [
        Way("replacement", "We make it again", "", by, nought, nought),
        Way("refund", "Five hundred back", "", by, dear, dear, bought),
    ]
    with pytest.raises(Invalid) as found:
        make_offer(talk, ways, by=shop.priya, until=now() + timedelta(days=1))
    assert found.value.details["field"] == "way-2-amount"
    assert "came to €100" in found.value.sentence
    theirs = order(shop.adaeze_writes("Another.", subject="Other"), 900_00, number="9")
    theirs.person_id = meet("email", "ben@else.example").person.pk
    theirs.save()
    with pytest.raises(Invalid):
        make_offer(talk, [ways[0], replace(ways[1], order=theirs)], by=shop.priya, until=now() + timedelta(days=1))


def test_of_two_offers_only_the_last_is_chosen_from(shop: Shop, talk: Conversation) -> None:
    first = offer(shop, talk)
    want_else(first, "else", "Tulips, please", by=talk.person, via="page")
    second = offered(shop, talk)
    with pytest.raises(Conflict) as found:
        choose(first, 1, by=talk.person, via="page")
    assert found.value.code == "taken_back"
    assert choose(second, 1, by=talk.person, via="page")
