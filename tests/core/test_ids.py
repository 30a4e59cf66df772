"""Ids sort by time, survive their letters, and never repeat."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.ids import decode, encode, first_id, moment, new_id

LATER = datetime(2026, 6, 11, 13, 22, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=(1 << 63) - 1))
def test_letters_give_the_number_back(value: int) -> None:
    assert decode(encode(value)) == value


@given(st.lists(st.integers(min_value=0, max_value=(1 << 63) - 1), min_size=2))
def test_letters_sort_as_numbers_do(values: list[int]) -> None:
    assert sorted(map(encode, values)) == [encode(value) for value in sorted(values)]


def test_ids_of_one_moment_differ_and_rise() -> None:
    made = [new_id(LATER) for _ in range(5000)]
    assert made == sorted(set(made))


def test_ids_of_moments_that_come_back_never_meet() -> None:
    moments = [LATER + timedelta(milliseconds=number % 7) for number in range(20_000)]
    made = [new_id(at) for at in moments]
    assert len(set(made)) == len(made)


def test_an_id_says_when_it_was_made() -> None:
    assert moment(new_id(LATER)) == LATER
    assert first_id(LATER) <= new_id(LATER) < first_id(LATER + timedelta(milliseconds=1))


def test_ids_of_mail_that_is_older_than_cha_rise_with_it_and_do_not_meet() -> None:
    ages = [datetime(year, 3, 1, tzinfo=UTC) for year in range(1970, 2027)]
    made = [new_id(at) for at in ages]
    assert made == sorted(set(made))
    many = [new_id(datetime(2019, 5, 6, tzinfo=UTC) + timedelta(minutes=number)) for number in range(5000)]
    assert many == sorted(set(many))
    assert first_id(ages[30]) <= made[30] < first_id(ages[31])


@pytest.mark.parametrize("wrong", ["", "0", "u" * 13, "z" * 13, "0" * 14, "!" * 13])
def test_what_is_no_id_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="id"):
        decode(wrong)


def test_confusable_letters_are_forgiven() -> None:
    assert decode("0OIL000000000") == decode("0011000000000")
