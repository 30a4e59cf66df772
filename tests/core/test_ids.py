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


@pytest.mark.parametrize("wrong", ["", "0", "u" * 13, "z" * 13, "0" * 14, "!" * 13])
def test_what_is_no_id_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="id"):
        decode(wrong)


def test_confusable_letters_are_forgiven() -> None:
    assert decode("0OIL000000000") == decode("0011000000000")
