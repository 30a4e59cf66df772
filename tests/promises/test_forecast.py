"""The first estimate of when a human being answers: honest, in open hours, rounded up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.hours import Hours, always, from_data, open_between
from cha.promises.forecast import ENOUGH, FLOOR, MOST_STRETCH, estimate, quantile

SHOP = from_data({"zone": "Europe/Brussels", "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:30-18:30")})
MONDAY = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)  # 10:02 in Ghent


def minutes(*waits: int) -> list[timedelta]:
    return [timedelta(minutes=wait) for wait in waits]


@pytest.mark.parametrize(
    ("lately", "waiting", "by", "rests_on", "reason"),
    [
        (minutes(*[30] * 9, 200), 0, "09:35", "lately", "lately"),
        (minutes(*[30] * 8, 45, 45), 0, "09:50", "lately", "lately"),
        (minutes(*[30] * 10), 4, "09:35", "lately", "lately"),
        (minutes(*[30] * 10), 9, "10:05", "lately", "queue"),
        (minutes(*[30] * 10), 99, "11:15", "lately", "queue"),
        (minutes(*[2] * 10), 0, "09:20", "lately", "floor"),
        (minutes(*[2] * 7), 50, "13:15", "target", "few"),
        ([], 0, "13:15", "target", "few"),
    ],
)
def test_an_estimate_rests_on_what_happened_lately(
    lately: list[timedelta], waiting: int, by: str, rests_on: str, reason: str
) -> None:
    found = estimate(MONDAY, SHOP, lately, waiting)
    assert (f"{found.by:%H:%M}", found.rests_on, found.reason, found.n) == (by, rests_on, reason, len(lately))


def test_the_evening_answers_the_next_morning() -> None:
    friday_evening = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    assert estimate(friday_evening, SHOP, minutes(*[60] * 10), 0).by == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


def test_a_place_that_never_opens_counts_by_the_clock() -> None:
    found = estimate(MONDAY, Hours("UTC", ((),) * 7), [], 0, target=timedelta(minutes=30))
    assert (found.by, found.reason) == (datetime(2026, 11, 23, 9, 35, tzinfo=UTC), "never_open")


def test_the_quantile_is_the_nearest_rank() -> None:
    assert quantile(minutes(*range(1, 21)), 0.9) == timedelta(minutes=18)
    assert quantile(minutes(7), 0.9) == timedelta(minutes=7)
    assert quantile(minutes(*range(1, 11)), 1.0) == timedelta(minutes=10)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # type: ignore[arg-type]
waits = st.lists(st.timedeltas(timedelta(), timedelta(hours=20)), max_size=40)


@given(moments, waits, st.integers(0, 200))
def test_no_estimate_is_below_the_floor_or_before_its_own_wait(now: datetime, lately: list[timedelta], n: int) -> None:
    found = estimate(now, SHOP, lately, n)
    assert found.wait >= FLOOR
    assert open_between(SHOP, now, found.by) >= found.wait
    assert found.rests_on == ("lately" if len(lately) >= ENOUGH else "target")


@given(moments, waits, st.integers(0, 200), st.integers(0, 200))
def test_a_longer_queue_is_never_answered_sooner(now: datetime, lately: list[timedelta], one: int, other: int) -> None:
    short, long = (estimate(now, SHOP, lately, n) for n in sorted((one, other)))
    assert short.by <= long.by
    assert long.wait <= max(short.wait * MOST_STRETCH, FLOOR)


@given(moments, waits)
def test_nine_in_ten_of_what_happened_would_have_kept_it(now: datetime, lately: list[timedelta]) -> None:
    found = estimate(now, always(), lately, 0)
    if found.rests_on == "lately":
        assert sum(wait <= found.wait for wait in lately) >= 0.9 * len(lately)
