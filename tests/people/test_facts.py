"""What a person told us: found in every message, kept once, pinned, corrected, forgotten; and told again."""

from __future__ import annotations

import pytest

from cha.channels.models import Delivery
from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ledger import Event
from cha.people.models import Fact, FactPattern, Telling
from cha.people.models.fact import correct, forget_fact, known_of, learn, pin
from cha.people.models.fact_pattern import delete_pattern, keep_pattern, switch_built_in, switch_pattern
from tests.shop import Shop


def adaeze_answers(shop: Shop, conversation: Conversation, words: str) -> None:
    """Adaeze answers the last mail that she was sent."""
    last = Delivery.objects.filter(conversation=conversation).order_by("-pk")[0]
    shop.adaeze_writes(words, subject="Re: The flowers", in_reply_to=f"<{last.external_id}>")


def told(conversation: Conversation) -> list[tuple[str, str]]:
    return sorted(Fact.objects.filter(person=conversation.person).values_list("kind", "value"))


def test_facts_are_found_in_every_message_not_in_the_first_alone(shop: Shop) -> None:
    conversation = shop.adaeze_writes("Good morning, it is about the flowers.")
    shop.answers(conversation)
    adaeze_answers(shop, conversation, "It is order 2291, and I am allergic to lilies.")

    facts = Fact.objects.filter(person=conversation.person)

    assert {(fact.kind, fact.value, fact.source) for fact in facts} == {
        ("order", "2291", "email"),
        ("allergy", "lilies", "email"),
    }
    assert all(fact.message_id and fact.by_kind == "cha" for fact in facts)


def test_a_pattern_of_the_house_is_looked_for_from_then_on(shop: Shop) -> None:
    keep_pattern(None, by=shop.priya, name="Vase", kind="", how="looks", text="VS-####")
    keep_pattern(None, by=shop.priya, name="Our orders", kind="order", how="looks", text="bouquet ##@")

    conversation = shop.adaeze_writes("The vase is VS-1234, for bouquet 12b.")

    assert told(conversation) == [("order", "BOUQUET 12B"), ("vase", "VS-1234")]


def test_a_pattern_that_is_off_finds_nothing(shop: Shop) -> None:
    own = keep_pattern(None, by=shop.priya, name="Vase", kind="", how="looks", text="vase ##")
    switch_pattern(own, by=shop.priya, active=False)
    switch_built_in("order", by=shop.priya, active=False)

    assert told(shop.adaeze_writes("Order 2291, vase 12 blue.")) == []

    switch_built_in("order", by=shop.priya, active=True)
    delete_pattern(own, by=shop.priya)

    assert told(shop.adaeze_writes("Order 2291, vase 12 blue.")) == [("order", "2291")]
    assert FactPattern.objects.count() == 1


def test_patterns_are_for_those_who_manage(shop: Shop) -> None:
    with pytest.raises(Refused):
        keep_pattern(None, by=shop.maartje, name="Vase", kind="", how="looks", text="VS-####")
    with pytest.raises(Refused):
        switch_built_in("order", by=shop.maartje, active=False)
    with pytest.raises(Invalid):
        keep_pattern(None, by=shop.priya, name="箱", kind="", how="looks", text="VS-####")


def test_told_twice_it_is_one_fact_with_every_source(shop: Shop) -> None:
    first = shop.adaeze_writes("About order 2291.")
    shop.adaeze_writes("Order 2291 again, by the way.", subject="Something else")

    fact = Fact.objects.get(person=first.person, kind="order")

    assert fact.tellings.count() == 1
    assert not Event.objects.filter(verb="fact.told_again").exists()


def test_asking_for_what_is_known_and_being_told_again_is_recorded(shop: Shop) -> None:
    conversation = shop.adaeze_writes("About order 2291.")
    asked = shop.answers(conversation, "I am sorry. Could you send me your order number?")
    adaeze_answers(shop, conversation, "It is still order 2291.")

    event = Event.objects.get(verb="fact.told_again")

    assert event.facts["asked"] == asked.pk
    assert event.person_id == conversation.person_id
    assert Telling.objects.get().asked_id == asked.pk


def test_being_asked_before_it_was_known_makes_nobody_repeat(shop: Shop) -> None:
    conversation = shop.adaeze_writes("It is about the flowers.")
    shop.answers(conversation, "Could you send me your order number?")
    adaeze_answers(shop, conversation, "It is order 2291.")
    adaeze_answers(shop, conversation, "So, order 2291.")

    assert not Event.objects.filter(verb="fact.told_again").exists()


def test_a_pinned_fact_stands_first_and_is_pinned_once(shop: Shop) -> None:
    person = shop.adaeze_writes("About order 2291.").person
    fact = pin(person, "White only,  the room is peach", by=shop.maartje)
    pin(person, "White only, the room is peach", by=shop.maartje)
    learn(person, "size", "M", by=shop.maartje)

    assert next(row.value for row in known_of(person.pk)) == "White only, the room is peach"
    assert (fact.by_kind, fact.by_id) == ("member", shop.maartje.pk)
    assert Event.objects.filter(verb="fact.pinned").count() == 1
    with pytest.raises(Invalid):
        pin(person, "  ", by=shop.maartje)


def test_a_corrected_fact_stays_and_is_corrected_once(shop: Shop) -> None:
    person = shop.adaeze_writes("About order 2291.").person
    fact = Fact.objects.get(person=person, kind="order")
    better = correct(fact, "2292", by=person, source="portal")

    assert better.by_kind == "person"
    assert [row.value for row in known_of(person.pk)] == ["2292"]
    with pytest.raises(Conflict):
        correct(fact, "2293", by=shop.maartje)


def test_what_is_forgotten_takes_along_what_it_had_corrected(shop: Shop) -> None:
    person = shop.adaeze_writes("About order 2291.").person
    fact = Fact.objects.get(person=person, kind="order")
    better = correct(fact, "2292", by=shop.maartje)
    forget_fact(better, by=shop.maartje)
    forget_fact(better, by=shop.maartje)

    assert not Fact.objects.exists()
    assert Event.objects.filter(verb="fact.forgotten").count() == 1
