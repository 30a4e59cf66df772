"""Already told: a draft that asks for what the person told us is pointed out before it is sent."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation, Draft, Kind, keep_draft
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.people.models.contact_point import add_point
from cha.people.models.fact import learn, pin
from cha.people.models.fact_pattern import keep_pattern
from cha.promises.already_told import LATELY, already_told
from cha.promises.repeats import repeats
from cha.team.models import Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop
from tests.workspace.desk import browser

ASKS = "I am sorry. Could you send me your order number?"


def place(conversation: Conversation, name: str) -> str:
    return f"/now/{encode(conversation.pk)}/{name}"


def said(conversation: Conversation) -> list[str]:
    return list(conversation.messages.filter(kind=Kind.SAID).values_list("text", flat=True))


def test_asking_for_what_was_told_comes_back_with_the_answer_and_its_source(shop: Shop) -> None:
    conversation = shop.adaeze_writes()

    answer = browser(shop.maartje).post(place(conversation, "reply"), {"body": ASKS})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Adaeze told us already:" in page
    assert "Order 2291" in page
    assert "Ask anyway" in page
    assert ASKS in page
    assert said(conversation) == []


def test_asking_anyway_sends_it_and_is_counted(shop: Shop) -> None:
    conversation = shop.adaeze_writes()

    browser(shop.maartje).post(place(conversation, "reply"), {"body": ASKS, "anyway": "1"})

    assert said(conversation) == [ASKS]
    event = Event.objects.get(verb="fact.asked_anyway")
    assert (event.person_id, event.facts["kind"]) == (conversation.person_id, "order")
    assert repeats(conversation.opened_at, now()).asked_anyway == 1


def test_what_was_shown_while_one_wrote_does_not_stop_it_again(shop: Shop) -> None:
    conversation = shop.adaeze_writes()

    browser(shop.maartje).post(place(conversation, "reply"), {"body": ASKS, "told": "order:2291"})

    assert said(conversation) == [ASKS]
    assert Event.objects.filter(verb="fact.asked_anyway").count() == 1


def test_a_draft_is_looked_at_while_it_is_written(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    desk = browser(shop.maartje)

    assert desk.get(place(conversation, "already-told")).content.strip() == b""
    keep_draft(conversation, ASKS, by=shop.maartje)
    assert "Order 2291" in desk.get(place(conversation, "already-told")).content.decode()
    keep_draft(conversation, "A note: which order number?", by=shop.priya, kind="note")
    assert browser(shop.priya).get(place(conversation, "already-told")).content.strip() == b""


def test_what_we_hold_takes_the_place_of_the_question(shop: Shop) -> None:
    conversation = shop.adaeze_writes()

    answer = browser(shop.maartje).post(
        place(conversation, "already-told/use"), {"body": f"Hello. {ASKS} Then I look.", "use": "order:2291"}
    )

    assert answer.status_code == 303
    draft = Draft.objects.get(conversation=conversation, member=shop.maartje)
    assert draft.text == "Hello. I am sorry. You told us already: Order 2291. Then I look."


def test_what_stands_in_its_place_is_in_the_language_of_the_draft(shop: Shop) -> None:
    conversation = shop.adaeze_writes()

    held = already_told(conversation, "Het spijt ons zeer. Kunt u ons het bestelnummer nog eens sturen?", shop.maartje)

    assert [one.instead for one in held] == ["U vertelde ons al: Bestelling 2291."]


@pytest.mark.parametrize("draft", ["I am on it.", "Your order 2291 is on its way.", "Where should we deliver it?", " "])
def test_a_draft_that_asks_for_nothing_we_hold_is_sent(shop: Shop, draft: str) -> None:
    assert already_told(shop.adaeze_writes(), draft, shop.maartje) == ()


def test_a_number_of_last_year_answers_nothing_now(shop: Shop) -> None:
    person = shop.adaeze_writes("It is about the flowers.").person
    old = learn(person, "order", "1001", by=CHA, conversation=1)
    person.facts.filter(pk=old.pk).update(told_at=now() - 2 * LATELY)
    learn(person, "allergy", "lilies", by=CHA, conversation=1)
    person.facts.filter(kind="allergy").update(told_at=now() - 2 * LATELY)
    conversation = shop.adaeze_writes("It is about the vase.", subject="The vase")

    held = already_told(conversation, f"{ASKS} Are there any allergies?", shop.maartje)

    assert [(one.kind, one.value) for one in held] == [("allergy", "lilies")]


def test_addresses_that_reach_them_and_their_name_count_as_told(shop: Shop) -> None:
    conversation = shop.adaeze_writes("It is about the flowers.")
    add_point(conversation.person, "phone", "+32470000041", by=CHA)

    held = already_told(conversation, "May I have your full name? And your phone number?", shop.maartje)

    assert [(one.kind, one.value, one.fact) for one in held] == [
        ("name", "Adaeze Nwosu", None),
        ("phone", "+32470000041", None),
    ]


def test_what_the_house_looks_for_is_asked_by_its_name(shop: Shop) -> None:
    keep_pattern(None, by=shop.priya, name="Vase number", kind="", how="looks", text="VS-##")
    conversation = shop.adaeze_writes("It is vase VS-12.")

    assert [one.value for one in already_told(conversation, "What is the vase number?", shop.maartje)] == ["VS-12"]


def test_what_may_not_be_seen_is_not_told(shop: Shop) -> None:
    hidden = shop.adaeze_writes("Order 2291.")
    conversation = shop.adaeze_writes("It is about the vase.", subject="The vase")
    Conversation.objects.filter(pk=hidden.pk).update(assignee=shop.priya)
    Conversation.objects.filter(pk=conversation.pk).update(assignee=shop.maartje)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)

    assert already_told(conversation, ASKS, shop.maartje) == ()
    assert already_told(conversation, ASKS, shop.priya) != ()


def test_a_draft_that_asks_nothing_costs_no_query(shop: Shop, django_assert_num_queries: pytest.FixtureRequest) -> None:
    conversation = shop.adaeze_writes()
    with django_assert_num_queries(0):  # type: ignore[operator]
        already_told(conversation, "It is on its way, and I am sorry.", shop.maartje)


def test_a_pinned_fact_answers_first(shop: Shop) -> None:
    conversation = shop.adaeze_writes("I wear size M.")
    pin(conversation.person, "XL", by=shop.maartje, kind="size", conversation=conversation.pk)
    learn(conversation.person, "size", "S", by=CHA, conversation=conversation.pk)

    held = already_told(conversation, "What size do you need?", shop.maartje)

    assert held[0].value == "XL"
