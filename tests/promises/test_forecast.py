"""The forecast: an honest time, from what happened lately, who waits and who is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.hours import Hours, from_data, is_open, open_between, spans_between
from cha.promises.forecast import ENOUGH, FLOOR, Basis, Known, Place, estimate, hour_class
from cha.promises.learning import came, learn, next_look, passed
from cha.promises.load import Load, Stint, last_of_class, load_class, queue_minutes, stints
from cha.promises.spread import Spread, mixed, quantiles, with_waiting
from cha.promises.tracking import FURTHEST, LEVELS, Course

SHOP = from_data({"zone": "Europe/Brussels", "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:30-18:30")})
MONDAY = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)  # 10:02 in Ghent
MINUTE = timedelta(minutes=1)


def known(*minutes: float, at: datetime = MONDAY, place: Place | None = None, ahead: int = 0) -> Known:
    """What is learned of these waits, one after the other, at one moment."""
    found = Known(Course())
    for wait in minutes:
        basis = Basis("answer", place or Place("", hour_class(SHOP, at), 0), ahead, 1, 30.0)
        learn(found, basis, wait, at)
    return found


def load(ahead: int = 0, hands: int = 1, now: datetime = MONDAY) -> Load:
    """A load, with the same number of people there whenever it is open."""
    return Load(ahead, tuple(Stint(*span, hands) for span in spans_between(SHOP, now, now + timedelta(days=9))))


def test_with_too_little_to_learn_from_the_stated_target_stands_in() -> None:
    found = estimate(MONDAY, SHOP, known(*[30] * (ENOUGH - 1)), load())
    assert (f"{found.by:%H:%M}", found.rests_on, found.reason, found.n) == ("13:15", "target", "few", ENOUGH - 1)


def test_an_estimate_rests_on_what_happened_lately() -> None:
    found = estimate(MONDAY, SHOP, known(*[30] * 90, *[60] * 10), load())
    assert (found.rests_on, found.reason, found.n, found.share) == ("lately", "lately", 100, 0.9)
    assert 30 <= found.wait / MINUTE <= 40


def test_waits_of_the_same_topic_count_more_than_those_of_others() -> None:
    both = known(*[30] * 60)
    learn_of = Basis("answer", Place("refund", hour_class(SHOP, MONDAY), 0), 0, 1, 30.0)
    for _ in range(60):
        learn(both, learn_of, 120.0, MONDAY)
    refund = estimate(MONDAY, SHOP, both, load(), topic="refund", share=0.5)
    other = estimate(MONDAY, SHOP, both, load(), topic="parcel", share=0.5)
    assert refund.wait > other.wait


def test_what_is_seldom_met_is_told_as_the_coarser_is() -> None:
    found = known(*[30] * 60)
    same = estimate(MONDAY, SHOP, found, load(), topic="never met")
    assert same.wait == estimate(MONDAY, SHOP, found, load()).wait


def test_the_evening_answers_the_next_morning() -> None:
    friday_evening = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    found = estimate(friday_evening, SHOP, known(*[20] * 60), load(now=friday_evening))
    assert datetime(2026, 11, 30, 7, 30, tzinfo=UTC) < found.by < datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_a_place_that_never_opens_counts_by_the_clock() -> None:
    found = estimate(MONDAY, Hours("UTC", ((),) * 7), Known(Course()), Load(0), target=timedelta(minutes=30))
    assert (found.by, found.reason) == (datetime(2026, 11, 23, 9, 35, tzinfo=UTC), "never_open")


def test_a_time_is_not_rounded_past_closing() -> None:
    late = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    shop = from_data({"zone": "UTC", "week": {"mon": "08:00-17:22"}})
    found = estimate(late, shop, Known(Course()), Load(0), target=timedelta(minutes=80))
    assert found.by == late + timedelta(minutes=82)


def test_more_hands_answer_sooner_and_nobody_there_answers_nobody() -> None:
    assert queue_minutes(MONDAY, load(9, 4), 6) < queue_minutes(MONDAY, load(9, 1), 6)
    noon = MONDAY + timedelta(hours=1)
    lunch = (Stint(MONDAY, noon, 0), Stint(noon, noon + timedelta(hours=5), 1))
    assert queue_minutes(MONDAY, Load(0, lunch), 6) == 60


def test_open_time_is_cut_where_the_number_of_people_changes() -> None:
    start, end = MONDAY, MONDAY + timedelta(hours=4)
    noon = MONDAY + timedelta(hours=2)
    found = stints([(start, end)], [(start, noon), (start, end)])
    assert found == (Stint(start, noon, 2), Stint(noon, end, 1))


def test_who_waits_still_counts_as_those_who_waited_longer() -> None:
    shares = {0: 0.8, 8: 0.2}
    longer = with_waiting(shares, 10, [1.5, 1.5])
    assert sum(longer.values()) == pytest.approx(1)
    assert longer[8] > shares[8]
    assert with_waiting({0: 1.0}, 10, [100.0])[53] == pytest.approx(1 / 11)


def test_what_was_long_ago_fades() -> None:
    spread = Spread(MONDAY)
    for _ in range(100):
        spread.add(1.0, MONDAY)
    for _ in range(100):
        spread.add(4.0, MONDAY + timedelta(days=63))
    (middle,) = quantiles(mixed([spread], MONDAY + timedelta(days=63)), [0.5])
    assert spread.n == pytest.approx(112.5)
    assert middle >= 4


def test_a_time_that_did_not_hold_lengthens_the_next_and_one_that_held_shortens_it_less() -> None:
    course = Course()
    course.judge([False] * len(LEVELS))
    lengthened = course.sure[4]
    course.judge([True] * len(LEVELS))
    assert lengthened > lengthened - course.sure[4] > 0
    course.judge([None] * len(LEVELS))
    for _ in range(500):
        course.judge([False] * len(LEVELS))
    assert course.sure == (FURTHEST,) * len(LEVELS)


def test_each_share_is_judged_once() -> None:
    bars = [MONDAY + number * MINUTE for number in range(6)]
    late = bars[2] + timedelta(seconds=5)
    assert passed(bars, 0, late) == [False, False, False, None, None, None]
    assert passed(bars, 3, late) == [None] * 6
    assert came(bars, 3, bars[4]) == [None, None, None, False, True, True]
    assert next_look(bars, 3) == bars[3] + timedelta(seconds=1)
    assert next_look(bars, 6) is None


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # type: ignore[arg-type]
waits = st.lists(st.floats(0, 3000), min_size=ENOUGH, max_size=40)
queues = st.integers(0, 300)


def learned(lately: list[float], at: datetime) -> Known:
    found = Known(Course())
    for number, wait in enumerate(lately):
        ahead = number * 7 % 30
        basis = Basis(
            "answer", Place("", hour_class(SHOP, at), load_class(ahead, 2)), ahead, 2, 20.0 + ahead, float(ahead)
        )
        learn(found, basis, wait, at)
        found.course.judge([wait < 100 * level for level in LEVELS])
    return found


@given(moments, waits, queues, st.integers(1, 5))
def test_no_estimate_is_before_now_or_in_closed_hours(now: datetime, lately: list[float], n: int, hands: int) -> None:
    found = estimate(now, SHOP, learned(lately, now), load(n, hands, now))
    assert found.by > now
    assert found.wait >= FLOOR
    assert is_open(SHOP, found.by - timedelta(microseconds=1))
    assert open_between(SHOP, now, found.by) >= found.wait - timedelta(milliseconds=1)


@given(moments, waits, queues, queues, st.integers(1, 5))
def test_a_longer_queue_is_never_answered_sooner(
    now: datetime, lately: list[float], a: int, b: int, hands: int
) -> None:
    known = learned(lately, now)
    short, long = (estimate(now, SHOP, known, load(n, hands, now)) for n in sorted((a, b)))
    assert short.by <= long.by


@given(moments, waits, queues, st.lists(st.floats(0.5, 0.95), min_size=2, max_size=5))
def test_a_higher_share_is_never_earlier(now: datetime, lately: list[float], n: int, shares: list[float]) -> None:
    known = learned(lately, now)
    told = [estimate(now, SHOP, known, load(n, 2, now), share=share).by for share in sorted(shares)]
    assert all(one <= other for one, other in pairwise(told))


@given(st.integers(0, 3), st.integers(1, 20))
def test_the_classes_of_load_meet(number: int, hands: int) -> None:
    last = last_of_class(number, hands)
    assert load_class(last, hands) <= number < load_class(last + 1, hands)
