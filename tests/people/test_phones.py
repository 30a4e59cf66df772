"""A telephone number is written down in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.people.models import ContactPoint
from cha.people.models.contact_point import meet
from cha.people.phones import e164, is_phone, region_of
from cha.team.models import Brand
from tests.shop import Shop


@pytest.mark.parametrize(
    "written", ["0470 00 00 41", "+32 470 00 00 41", "0032470000041", "0470/00.00.41", "(0470) 00 00 41", "٠٤٧٠٠٠٠٠٤١"]
)
def test_every_writing_of_a_number_is_one(written: str) -> None:
    assert e164(written, "BE") == "+32470000041"


def test_a_number_of_another_country_keeps_it() -> None:
    assert e164("+31 20 000 00 00", "BE") == "+31200000000"


def test_what_is_no_whole_number_keeps_its_digits() -> None:
    assert e164("12 34", "BE") == "1234"
    assert e164("0470 00 00 41", "") == "0470000041"
    assert e164("", "BE") == ""


def test_the_country_of_a_business_is_said_or_seen() -> None:
    assert region_of(Brand(country="nl", phone="+32 9 000 00 00", zone="Europe/Paris")) == "NL"
    assert region_of(Brand(phone="+32 9 000 00 00", zone="Europe/Paris")) == "BE"
    assert region_of(Brand(phone="09 000 00 00", zone="Europe/Paris")) == "FR"
    assert region_of(Brand(zone="UTC")) == ""


@given(st.text(max_size=60), st.sampled_from(["BE", "GB", ""]))
def test_anything_typed_has_one_way_to_be_written(typed: str, region: str) -> None:
    once = e164(typed, region)
    assert e164(once, region) == once
    assert set(once) <= set("+0123456789") or not once.isascii()


def test_what_is_typed_may_be_a_number() -> None:
    assert is_phone("0470 00 00 41")
    assert not is_phone("2291")
    assert not is_phone("ada@post.example")


@pytest.mark.django_db(transaction=True)
def test_one_number_is_one_person_however_it_is_written(shop: Shop) -> None:
    first = meet(ContactPoint.Kind.PHONE, "0470 00 00 41", name="Adaeze")
    assert first.value == "+32470000041"
    assert meet(ContactPoint.Kind.PHONE, "+32 (0)470 00 00 41").pk == first.pk
