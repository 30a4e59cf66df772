"""Rows of time: opening hours with shifts, shifts without absences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.spans import Span, joined, lasting, reached, together, without

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def row(*pairs: tuple[int, int]) -> tuple[Span, ...]:
    """Spans in hours from noon."""
    return tuple(Span(NOON + timedelta(hours=a), NOON + timedelta(hours=b)) for a, b in pairs)


@pytest.mark.parametrize(
    ("one", "other", "both", "left"),
    [
        ([(0, 8)], [(2, 4)], [(2, 4)], [(0, 2), (4, 8)]),
        ([(0, 4), (5, 9)], [(3, 6)], [(3, 4), (5, 6)], [(0, 3), (6, 9)]),
        ([(0, 4)], [(4, 6)], [], [(0, 4)]),
        ([(0, 4)], [(0, 4)], [(0, 4)], []),
        ([], [(0, 4)], [], []),
        ([(0, 4)], [], [], [(0, 4)]),
        ([(0, 24)], [(1, 2), (3, 4), (5, 6)], [(1, 2), (3, 4), (5, 6)], [(0, 1), (2, 3), (4, 5), (6, 24)]),
    ],
)
def test_two_rows_have_in_common_what_is_in_both(
    one: list[tuple[int, int]], other: list[tuple[int, int]], both: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    assert together(row(*one), row(*other)) == together(row(*other), row(*one)) == row(*both)
    assert without(row(*one), row(*other)) == row(*left)


def test_time_is_reached_over_the_gaps_and_never_where_there_is_too_little() -> None:
    shifts = row((0, 2), (5, 7))
    assert reached(shifts, NOON + timedelta(hours=1), timedelta(hours=2)) == NOON + timedelta(hours=6)
    assert reached(shifts, NOON + timedelta(hours=8), timedelta(hours=1)) is None
    assert reached(shifts, NOON + timedelta(hours=3), timedelta()) == NOON + timedelta(hours=3)


pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)
rows = pairs.map(lambda found: joined(row(*found)))


@given(rows, pairs)
def test_nothing_is_lost_between_what_is_shared_and_what_is_left(
    one: tuple[Span, ...], taken: list[tuple[int, int]]
) -> None:
    gone = joined(row(*taken))
    assert lasting(together(one, gone)) + lasting(without(one, row(*taken))) == lasting(one)
    assert all(earlier.end <= later.start for earlier, later in pairwise(without(one, gone)))
    assert together(without(one, gone), gone) == ()
