"""Fields of the house's own: each value is kept in one way, a condition holds back what is not asked, no float."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.conversations.models import put_right, set_topic
from cha.conversations.models.filling import fill_in_conversation
from cha.core.errors import Invalid, Refused
from cha.people.fields import Field, Kind, applies, key_of, missing, read_value, said_value
from cha.people.models import CustomField, Organisation
from cha.people.models.custom_field import fields_of, fill_in, keep_field, retire_field
from tests.shop import Shop, verbs


def field(kind: Kind, **more: object) -> Field:
    return Field("size", "Size", kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "language", "kept"),
    [
        (Kind.TEXT, "  two   words ", "en", "two words"),
        (Kind.NUMBER, "1,234.5", "en", "1234.5"),
        (Kind.NUMBER, "1.234,50", "nl", "1234.5"),
        (Kind.NUMBER, "12.5", "nl", "12.5"),
        (Kind.NUMBER, "-3", "en", "-3"),
        (Kind.NUMBER, "100", "en", "100"),
        (Kind.MONEY, "12.5", "en", "12.50 EUR"),
        (Kind.MONEY, "€ 12,50", "nl", "12.50 EUR"),
        (Kind.MONEY, "12,50 €", "de", "12.50 EUR"),
        (Kind.MONEY, "1200 JPY", "en", "1200 JPY"),
        (Kind.MONEY, "£3", "en", "3.00 GBP"),
        (Kind.DATE, "2026-11-23", "en", "2026-11-23"),
        (Kind.TEXT, "   ", "en", ""),
    ],
)
def test_what_is_typed_is_kept_in_one_way(kind: Kind, typed: str, language: str, kept: str) -> None:
    assert read_value(field(kind), typed, language=language) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.NUMBER, "many"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, "1e999999"),
        (Kind.MONEY, "12.555"),
        (Kind.MONEY, "12 XYZ"),
        (Kind.MONEY, "12.50 JPY"),
        (Kind.DATE, "31/12/2026"),
        (Kind.DATE, "2026-02-30"),
    ],
)
def test_what_cannot_be_read_is_said_near_the_field(kind: Kind, typed: str) -> None:
    with pytest.raises(Invalid) as error:
        read_value(field(kind), typed, language="en")
    assert error.value.details["field"] == "custom-size"
    assert error.value.sentence.startswith("Size: ")


def test_a_choice_is_one_of_the_choices_in_any_case() -> None:
    one = field(Kind.CHOICE, choices=("Small", "Large"))
    assert read_value(one, "large", language="en") == "Large"
    with pytest.raises(Invalid, match="none of the choices: Small, Large"):
        read_value(one, "huge", language="en")


def test_values_are_said_as_the_reader_writes_them() -> None:
    assert said_value(field(Kind.MONEY), "1234.50 EUR", language="de").replace("\u00a0", " ") == "1.234,50 €"
    assert said_value(field(Kind.NUMBER), "1234.5", language="nl") == "1.234,5"
    assert said_value(field(Kind.DATE), "2026-11-23", language="en") == "November 23, 2026"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_money_comes_back_as_it_was_said(amount: Decimal) -> None:
    kept = read_value(field(Kind.MONEY), f"{amount:f}", language="en")
    assert Decimal(kept.split(" ")[0]) == amount
    assert read_value(field(Kind.MONEY), kept, language="en") == kept


@given(st.text(max_size=40), st.sampled_from([Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE]))
def test_whatever_is_typed_is_kept_or_refused_in_words(typed: str, kind: Kind) -> None:
    try:
        kept = read_value(field(kind), typed, language="nl")
    except Invalid:
        return
    assert not kept or said_value(field(kind), kept, language="nl")


def test_a_condition_holds_a_field_back() -> None:
    wrap = Field("wrap", "Wrapping", Kind.TEXT, when_key="size", when_values=("Large",), needed=True)
    assert applies(wrap, {"size": "Large"})
    assert not applies(wrap, {"size": "Small"})
    assert missing([wrap], {"size": "Small"}) == []
    assert missing([wrap], {"size": "Large"}) == [wrap]
    late = Field("why", "Why late", Kind.TEXT, when_key="topic", when_values=("late",), needed=True)
    assert missing([late], {}, "late") == [late]
    assert missing([late], {}, "thanks") == []


def test_keys_are_what_filters_say() -> None:
    assert key_of(" Order number! ") == "order_number"
    assert key_of("花") == ""


@pytest.mark.django_db(transaction=True)
class TestRows:
    """The same, kept."""

    def test_needed_before_it_is_put_right(self, shop: Shop) -> None:
        keep_field(None, by=shop.priya, subject="conversation", name="Cause", kind="choice", choices=["Courier", "We"],
                   needed=True)  # fmt: skip
        conversation = shop.adaeze_writes()
        with pytest.raises(Invalid, match="Before it is put right, fill in: Cause"):
            put_right(conversation, by=shop.maartje)
        fill_in_conversation(conversation, {"cause": "courier"}, by=shop.maartje)
        assert conversation.custom == {"cause": "Courier"}
        put_right(conversation, by=shop.maartje)
        assert verbs(conversation).count("conversation.filled_in") == 1

    def test_needed_for_one_topic_only(self, shop: Shop) -> None:
        keep_field(None, by=shop.priya, subject="conversation", name="Why late", kind="text", needed=True,
                   when_key="topic", when_values=["delivery_late"])  # fmt: skip
        conversation = shop.adaeze_writes()
        set_topic(conversation, "praise", by=shop.maartje)
        put_right(conversation, by=shop.maartje)

    def test_filling_in_nothing_new_is_no_event(self, shop: Shop) -> None:
        keep_field(None, by=shop.priya, subject="conversation", name="Bouquet", kind="text")
        conversation = shop.adaeze_writes()
        for _ in range(2):
            fill_in_conversation(conversation, {"bouquet": "Peony", "unknown": "x"}, by=shop.maartje)
        assert verbs(conversation).count("conversation.filled_in") == 1
        fill_in_conversation(conversation, {"bouquet": ""}, by=shop.maartje)
        assert conversation.custom == {}

    def test_persons_and_organisations_have_theirs(self, shop: Shop) -> None:
        keep_field(None, by=shop.priya, subject="person", name="Customer since", kind="date")
        keep_field(None, by=shop.priya, subject="organisation", name="Limit", kind="money")
        person = shop.adaeze_writes().person
        fill_in(person, {"customer_since": "2019-05-04"}, by=shop.maartje)
        house = Organisation.objects.create(name="School")
        fill_in(house, {"limit": "250"}, by=shop.maartje)
        person.refresh_from_db()
        house.refresh_from_db()
        assert (person.custom, house.custom) == ({"customer_since": "2019-05-04"}, {"limit": "250.00 EUR"})

    def test_only_who_manages_says_which_fields_there_are(self, shop: Shop) -> None:
        with pytest.raises(Refused):
            keep_field(None, by=shop.maartje, subject="person", name="Iban", kind="text")

    @pytest.mark.parametrize(
        ("said", "where"),
        [
            ({"name": "花", "kind": "text"}, "name"),
            ({"name": "Topic", "kind": "text"}, "name"),
            ({"name": "Size", "kind": "float"}, "kind"),
            ({"name": "Size", "kind": "choice", "choices": ["one", " one "]}, "choices"),
            ({"name": "Size", "kind": "text", "when_key": "colour"}, "when_values"),
            ({"name": "Size", "kind": "text", "when_key": "size", "when_values": ["x"]}, "when_key"),
        ],
    )
    def test_a_field_that_cannot_be_is_refused_in_words(self, shop: Shop, said: dict[str, object], where: str) -> None:
        with pytest.raises(Invalid) as error:
            keep_field(None, by=shop.priya, subject="person", **said)
        assert error.value.details["field"] == where

    def test_a_retired_field_is_asked_no_more_and_keeps_its_values(self, shop: Shop) -> None:
        row = keep_field(None, by=shop.priya, subject="conversation", name="Bouquet", kind="text", needed=True)
        conversation = shop.adaeze_writes()
        fill_in_conversation(conversation, {"bouquet": "Peony"}, by=shop.maartje)
        retire_field(row, by=shop.priya)
        assert fields_of("conversation") == []
        conversation.refresh_from_db()
        assert conversation.custom == {"bouquet": "Peony"}
        assert CustomField.objects.get().retired


@pytest.mark.parametrize("typed", ["9" * 25, "9" * 300, "0." + "1" * 200, "1" * 30 + ".555"])
@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.MONEY])
def test_number_that_no_page_could_say_is_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(Invalid, match="more than 24 digits"):
        read_value(field(kind), typed, language="en")
    assert said_value(field(kind), read_value(field(kind), "9" * 22 + ".50", language="en"), language="en")
