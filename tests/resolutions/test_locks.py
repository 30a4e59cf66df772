"""Locks are taken in one order (ARCHITECTURE.md): whoever meets whom, both come to an end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.channels.pipeline.reading import read_now
from cha.conversations.joining_persons import join_persons, take_apart
from cha.conversations.models import Conversation, merge
from cha.core.clock import now
from cha.people.models import Joining, Person
from cha.people.models.record import Record
from cha.people.preferences import prefer
from cha.people.records.attaching import attach
from cha.resolutions.models import Choice, Offer, Remedy
from cha.resolutions.offers.choosing import choose
from cha.resolutions.offers.offering import make_offer
from cha.team.models import Member
from tests.resolutions.meeting import fine, meet_behind
from tests.resolutions.offers.offered import back, offer, way
from tests.resolutions.remedies.giving import give, order, policy, rule
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def her(talk: Conversation) -> Person:
    return Person.objects.get(pk=talk.person_id)


def joined(shop: Shop, stays: Person, goes: Person) -> Joining:
    return join_persons(Person.objects.get(pk=stays.pk), Person.objects.get(pk=goes.pk), by=shop.maartje)


def taken(made: Offer, talk: Conversation) -> Choice:
    return choose(Offer.objects.get(pk=made.pk), 2, by=her(talk), via="page")


def test_who_chooses_while_two_persons_become_one(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    ada = shop.adaeze_writes("Is it me?", sender="ada.n <ada.n@post.example>", subject="Me").person
    person = her(talk)
    came = meet_behind(
        Person.objects.filter(pk=person.pk), lambda: joined(shop, person, ada), lambda: taken(made, talk)
    )
    assert fine(came)
    assert Joining.objects.get().stays == person
    assert Remedy.objects.get().amount == 186_00


def test_who_goes_while_they_choose_keeps_what_they_chose(shop: Shop, talk: Conversation) -> None:
    made = offer(shop, talk)
    ada = shop.adaeze_writes("Is it me?", sender="ada.n <ada.n@post.example>", subject="Me").person
    goes = her(talk)
    came = meet_behind(Person.objects.filter(pk=goes.pk), lambda: joined(shop, ada, goes), lambda: taken(made, talk))
    assert fine(came)
    for remedy in Remedy.objects.all():
        assert remedy.person_id == remedy.conversation.person_id == ada.pk


def test_what_is_given_while_two_are_taken_apart(shop: Shop, talk: Conversation) -> None:
    policy()
    ada = shop.adaeze_writes("Is it me?", sender="ada.n <ada.n@post.example>", subject="Me").person
    joining = joined(shop, her(talk), ada)
    came = meet_behind(
        Person.objects.filter(pk=talk.person_id),
        lambda: take_apart(Joining.objects.get(pk=joining.pk), by=shop.maartje),
        lambda: give(Conversation.objects.get(pk=talk.pk), shop.maartje),
    )
    assert fine(came)
    assert Remedy.objects.get().person_id == talk.person_id


def test_what_is_given_by_an_older_link_to_a_story_while_two_persons_become_one(shop: Shop, talk: Conversation) -> None:
    """Who follows a merged conversation to its story locks both in that order, and so do those who join."""
    policy()
    newer = shop.adaeze_writes("Something else", subject="Else")
    merge(newer, into=talk, by=shop.maartje)
    ada = shop.adaeze_writes("Is it me?", sender="ada.n <ada.n@post.example>", subject="Me").person
    came = meet_behind(
        Conversation.objects.filter(pk=talk.pk),
        lambda: joined(shop, her(talk), ada),
        lambda: give(Conversation.objects.get(pk=newer.pk), shop.maartje),
    )
    assert fine(came)
    assert Remedy.objects.get().conversation == talk


def test_an_order_finds_whose_it_is_while_two_persons_become_one(shop: Shop, talk: Conversation) -> None:
    ada = shop.adaeze_writes("Is it me?", sender="ada.n <ada.n@post.example>", subject="Me")
    bought = order(ada)
    Record.objects.filter(pk=bought.pk).update(email="adaeze@nwosu.example")
    came = meet_behind(
        Record.objects.filter(pk=bought.pk),
        lambda: attach([bought.pk]),
        lambda: joined(shop, her(talk), her(ada)),
    )
    assert fine(came)
    assert Record.objects.get().person_id == talk.person_id


def test_a_name_that_comes_by_mail_while_they_choose(shop: Shop) -> None:
    talk = shop.adaeze_writes(sender="adaeze@okafor.example", message_id="<v1@okafor.example>")
    assert not her(talk).name
    made = offer(shop, talk)
    raw = raw_mail("Thanks.", sender="Adaeze Okafor <adaeze@okafor.example>", in_reply_to="<v1@okafor.example>")
    payload = shop.gets(raw, read=False)
    came = meet_behind(Person.objects.filter(pk=talk.person_id), lambda: read_now(payload), lambda: taken(made, talk))
    assert fine(came)
    assert her(talk).name == "Adaeze Okafor"
    assert Remedy.objects.get().amount == 186_00


def test_what_a_person_needs_is_told_while_something_is_given(shop: Shop, talk: Conversation) -> None:
    policy()
    person = her(talk)
    came = meet_behind(
        Person.objects.filter(pk=person.pk),
        lambda: prefer(person, {"access": "large_print"}, by=shop.maartje),
        lambda: give(Conversation.objects.get(pk=talk.pk), shop.maartje),
    )
    assert fine(came)
    assert Remedy.objects.count() == 1


def test_an_offer_holds_the_budgets_of_all_its_ways_in_the_order_of_everybody(shop: Shop, talk: Conversation) -> None:
    both = {"member_day": 900_00, "team_month": 900_00}
    policy(
        rule("made", cap={"member_day": 900_00}) | {"remedies": ["replacement"]},
        rule("back", cap={"team_month": 900_00}) | {"remedies": ["refund"]},
        rule("more", cap=both) | {"remedies": ["credit"]},
    )
    shop.gets(raw_mail("Mine too.", sender="Joseph Otieno <joseph@otieno.example>"))
    other = Conversation.objects.order_by("-pk")[0]
    ways, until = (way(), back()), now() + timedelta(hours=4)
    came = meet_behind(
        Member.objects.filter(pk=shop.maartje.pk),
        lambda: make_offer(Conversation.objects.get(pk=talk.pk), ways, by=shop.maartje, until=until),
        lambda: give(Conversation.objects.get(pk=other.pk), shop.maartje, "credit"),
    )
    assert fine(came)
    assert Offer.objects.count() == Remedy.objects.count() == 1
