"""What people tell us: the page that says what is looked for, and pinning, correcting and forgetting on the screens."""

from __future__ import annotations

from cha.core.ids import encode
from cha.people.models import Fact, FactPattern
from cha.people.models.fact import pin
from cha.people.models.fact_pattern import patterns, put_off
from tests.shop import Shop
from tests.workspace.desk import browser

PLACE = "/settings/told"
FORM = {"name": "Vase", "kind": "", "how": "looks", "text": "VS-##"}


def test_a_pattern_is_tried_on_what_people_wrote_before_it_is_kept(shop: Shop) -> None:
    shop.adaeze_writes("The vase is VS-12, not white.")
    desk = browser(shop.priya)

    page = desk.post(f"{PLACE}/new", {**FORM, "try": "1"}).content.decode()

    assert "<mark>VS-12</mark>" in page
    assert "Found in 1 of the last 1 message." in page
    assert not FactPattern.objects.exists()
    assert desk.post(f"{PLACE}/new", FORM).status_code == 303
    assert FactPattern.objects.get().kind == "vase"
    assert "VS-##" in desk.get(PLACE).content.decode()


def test_what_does_not_work_is_said_beside_its_field_and_stays_typed(shop: Shop) -> None:
    answer = browser(shop.priya).post(f"{PLACE}/new", {**FORM, "how": "expression", "text": "(never"})

    assert answer.status_code == 422
    assert "cannot be read as a pattern" in answer.content.decode()
    assert "(never" in answer.content.decode()


def test_kinds_that_cha_knows_are_put_off_and_on(shop: Shop) -> None:
    desk = browser(shop.priya)
    desk.post(f"{PLACE}/built-in", {"kind": ["order", "phone"]})

    assert "order" not in put_off(patterns())
    assert {"date", "allergy"} <= put_off(patterns())

    desk.post(f"{PLACE}/built-in", {"kind": ["order", "phone", "date", "allergy"]})

    assert not {"date", "allergy", "order"} & put_off(patterns())


def test_a_pattern_is_changed_put_off_and_deleted(shop: Shop) -> None:
    desk = browser(shop.priya)
    desk.post(f"{PLACE}/new", FORM)
    one = f"{PLACE}/{encode(FactPattern.objects.get().pk)}"

    desk.post(one, {**FORM, "text": "VS-###"})
    assert "VS-###" in desk.get(one).content.decode()
    desk.post(f"{one}/switch")
    assert not FactPattern.objects.get().active
    desk.post(f"{one}/deletion")
    assert not FactPattern.objects.exists()


def test_only_those_who_manage_change_what_is_looked_for(shop: Shop) -> None:
    for member in (shop.maartje, shop.jef):
        desk = browser(member)
        assert desk.get(PLACE).status_code == 403
        assert desk.post(f"{PLACE}/new", FORM).status_code == 403


def test_the_page_counts_who_had_to_say_it_twice(shop: Shop) -> None:
    shop.adaeze_writes("About order 2291.")

    assert "0 of 1 person had to say something twice" in browser(shop.priya).get(PLACE).content.decode()


def test_words_of_a_message_are_pinned_with_it_as_their_source(shop: Shop) -> None:
    conversation = shop.adaeze_writes("White only, please. The room is peach.")
    message = conversation.messages.order_by("pk")[0]
    place = f"/now/{encode(conversation.pk)}/facts"
    desk = browser(shop.maartje)

    assert "White only" in desk.get(f"{place}?value=White only").content.decode()
    answer = desk.post(place, {"value": "White only", "kind": "said", "message": encode(message.pk)})

    fact = Fact.objects.get(kind="said")
    assert answer.status_code == 303
    assert (fact.message_id, fact.source, fact.pinned_at is not None) == (message.pk, "email", True)
    assert desk.post(place, {"value": " "}).status_code == 422
    assert "White only" in desk.get(f"/now/{encode(conversation.pk)}").content.decode()


def test_a_message_of_another_conversation_is_no_source(shop: Shop) -> None:
    conversation, other = shop.adaeze_writes("White."), shop.adaeze_writes("Red.", subject="Else")
    message = other.messages.order_by("pk")[0]

    browser(shop.maartje).post(
        f"/now/{encode(conversation.pk)}/facts", {"value": "White", "message": encode(message.pk)}
    )

    assert Fact.objects.get(kind="said").message_id is None


def test_a_fact_is_forgotten_by_a_member_with_a_seat(shop: Shop) -> None:
    person = shop.adaeze_writes("About order 2291.").person
    fact = pin(person, "White only", by=shop.maartje)
    place = f"/people/{encode(person.pk)}/facts/{encode(fact.pk)}/forgetting"

    assert browser(shop.jef).post(place).status_code in (403, 404)
    assert browser(shop.maartje).post(place).status_code == 303
    assert not Fact.objects.filter(pk=fact.pk).exists()
