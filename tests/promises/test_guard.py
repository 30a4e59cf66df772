"""The guard: a time that cannot be held is seen before it is promised, with the nearest one that can."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.spans import Span
from cha.promises.guard import BARS, Due, Verdict, holds

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def at(clock: str, day: int = 11) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 6, day, int(hour), int(minute), tzinfo=UTC)


# Thursday 11 June and Friday; then Monday.
OPEN = [Span(at("08:30", day), at("17:30", day)) for day in (11, 12, 15)]
SIX = [Due(at("12:00", 12), 35 * MINUTE)] * 6


def asked(by: datetime, **more: Any) -> Verdict:
    known = {"now": at("16:30"), "spans": OPEN, "usual": 30 * MINUTE}
    return holds(by, **{**known, **more})


@pytest.mark.parametrize(
    ("by", "more", "code", "nearest"),
    [
        (at("17:15"), {}, "", at("17:15")),
        (at("16:00"), {}, "past", at("17:00")),
        (at("16:45"), {}, "sooner", at("17:00")),
        (at("20:00"), {}, "closed", at("08:45", 12)),
        (at("12:00", 13), {}, "closed", at("08:45", 15)),
        (at("08:30", 12), {}, "closed", at("08:45", 12)),
        (at("17:30"), {"usual": 2 * HOUR}, "sooner", at("09:30", 12)),
        (at("11:00", 12), {"shifts": [Span(at("13:00", 12), at("17:00", 12))]}, "off_shift", at("13:30", 12)),
        (at("11:00", 12), {"away": [Span(at("00:00", 12), at("00:00", 13))]}, "absent", at("08:45", 15)),
        (at("11:00", 12), {"forecast": at("14:10", 12)}, "forecast", at("14:15", 12)),
        (at("11:00", 20), {}, "closed", None),
        (at("11:00", 12), {"spans": []}, "closed", None),
    ],
)
def test_a_time_holds_or_it_is_said_why_not_and_which_does(
    by: datetime, more: dict[str, Any], code: str, nearest: datetime | None
) -> None:
    verdict = asked(by, **more)

    assert [reason.code for reason in verdict.reasons][:1] == ([code] if code else [])
    assert verdict.ok is not bool(code)
    assert verdict.nearest == nearest


def test_what_is_promised_before_noon_leaves_room_after_it_only() -> None:
    verdict = asked(at("11:00", 12), now=at("08:30", 12), load=SIX)

    assert [(reason.code, reason.n) for reason in verdict.reasons] == [("full", 0)]
    assert verdict.nearest == at("12:30", 12)
    assert [bar.load for bar in verdict.bars if bar.asked] == [1.0]
    assert [bar.load for bar in verdict.bars if bar.fits] == [0.0]


def test_room_early_in_the_day_lets_a_later_hour_hold_that_is_full() -> None:
    assert asked(at("11:00", 12), now=at("08:00", 12), load=[Due(at("11:00", 12), HOUR)]).ok


def test_what_is_overdue_takes_the_first_time() -> None:
    verdict = asked(at("17:00"), load=[Due(at("16:00"), HOUR)])

    assert [reason.code for reason in verdict.reasons] == ["full"]
    assert verdict.nearest == at("09:00", 12)


def test_the_reason_of_a_full_day_says_how_much_is_due_before() -> None:
    assert asked(at("12:15", 12), now=at("08:30", 12), load=SIX).reasons[0].n == 6


def test_a_place_that_never_closes_holds_over_midnight() -> None:
    always = [Span(at("00:00", day), at("00:00", day + 1)) for day in range(11, 15)]

    assert asked(at("00:00", 12), now=at("23:00"), spans=always).ok
    assert asked(at("00:05", 12), now=at("23:00"), spans=always).ok


def test_slots_grow_until_the_asked_and_the_fitting_one_are_in_the_picture() -> None:
    away = [Span(at("08:30", 12), at("17:00", 12))]
    verdict = asked(at("17:30"), usual=90 * MINUTE, away=away)

    assert verdict.nearest == at("17:30", 12)
    assert [bar.asked for bar in verdict.bars].count(True) == 1
    assert [bar.fits for bar in verdict.bars].count(True) == 1


moments = st.integers(0, 6 * 24 * 60).map(lambda minutes: at("00:00") + minutes * MINUTE)
spans = st.lists(
    st.tuples(moments, st.integers(1, 600)).map(lambda pair: Span(pair[0], pair[0] + pair[1] * MINUTE)), max_size=6
)
loads = st.lists(st.tuples(moments, st.integers(0, 240)).map(lambda pair: Due(pair[0], pair[1] * MINUTE)), max_size=8)
days = st.fixed_dictionaries(
    {
        "spans": spans,
        "load": loads,
        "usual": st.integers(0, 400).map(lambda minutes: minutes * MINUTE),
        "work": st.integers(0, 90).map(lambda minutes: minutes * MINUTE),
        "shifts": st.none() | spans,
        "away": spans,
        "forecast": st.none() | moments,
        "now": moments,
        "zone": st.sampled_from(["UTC", "Europe/Brussels", "Asia/Kathmandu"]),
    }
)


@given(moments, days)
def test_the_nearest_always_holds_and_is_never_before_what_was_asked(by: datetime, day: dict[str, Any]) -> None:
    verdict = holds(by, **day)

    assert verdict == holds(by, **day)
    assert verdict.ok is not bool(verdict.reasons)
    if verdict.nearest is not None:
        assert verdict.nearest >= by
        assert holds(verdict.nearest, **day).ok


@given(moments, days, st.integers(0, 300))
def test_later_in_the_same_stretch_is_never_worse(by: datetime, day: dict[str, Any], later: int) -> None:
    verdict, moment = holds(by, **day), by + later * MINUTE
    open_through = holds(moment, **{**day, "load": (), "usual": timedelta(), "forecast": None})

    if verdict.ok and open_through.ok:
        assert holds(moment, **day).ok


@given(moments, days)
def test_the_picture_has_the_asked_slot_and_no_more_than_fits_in_it(by: datetime, day: dict[str, Any]) -> None:
    bars = holds(by, **day).bars

    assert 1 <= len(bars) <= BARS
    assert [bar.asked for bar in bars].count(True) == 1
    assert all(0 <= bar.load <= 1 for bar in bars)
