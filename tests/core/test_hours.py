"""Business time, in tables for the calendar's odd days and in properties for everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cha.core import hours as business
from cha.core.errors import Invalid
from cha.core.hours import Hours, Range, add, always, closes_at, is_open, next_opening, open_between

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = dict.fromkeys(WEEKDAYS, "08:30-12:30, 13:15-18:30") | {"sat": "09:00-16:00"}
SHOP = business.from_data({"zone": "Europe/Brussels", "week": WEEK, "days": {"2026-12-25": "", "2026-12-27": "10-12"}})
CLOSED = Hours("Europe/Brussels", ((),) * 7)


def at(said: str, zone: str = "Europe/Brussels") -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def open_on(zone: str, said: str) -> Hours:
    return Hours(zone, (business.ranges(said),) * 7)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T08:29", "2026-11-23T08:30"),
        ("2026-11-23T08:30", "2026-11-23T08:30"),
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23T12:30", "2026-11-23T13:15"),
        ("2026-11-23T18:30", "2026-11-24T08:30"),
        ("2026-11-21T16:00", "2026-11-23T08:30"),
        ("2026-12-24T19:00", "2026-12-26T09:00"),
        ("2026-12-26T16:00", "2026-12-27T10:00"),
        ("2026-12-27T12:00", "2026-12-28T08:30"),
    ],
)
def test_the_next_opening_knows_lunch_weekends_and_own_days(moment: str, opens: str) -> None:
    assert next_opening(SHOP, at(moment)) == at(opens)
    assert is_open(SHOP, at(moment)) == (moment == opens)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23T08:00", 30, "2026-11-23T09:00"),
        ("2026-11-23T12:00", 30, "2026-11-23T12:30"),
        ("2026-11-23T12:00", 31, "2026-11-23T13:16"),
        ("2026-11-21T15:30", 60, "2026-11-23T09:00"),
        ("2026-12-24T18:00", 90, "2026-12-26T10:00"),
        ("2026-11-22T03:00", 0, "2026-11-22T03:00"),
    ],
)
def test_only_open_time_counts(start: str, minutes: int, end: str) -> None:
    assert add(SHOP, at(start), timedelta(minutes=minutes)) == at(end)


@pytest.mark.parametrize(
    ("zone", "said", "day", "minutes"),
    [
        ("Europe/Brussels", "01:00-04:00", "2026-03-29", 120),
        ("Europe/Brussels", "01:00-04:00", "2026-10-25", 240),
        ("Europe/Brussels", "00:00-24:00", "2026-03-29", 23 * 60),
        ("Europe/Brussels", "00:00-24:00", "2026-10-25", 25 * 60),
        ("Europe/Brussels", "02:00-03:00", "2026-03-29", 0),
        ("Europe/Brussels", "02:15-03:30", "2026-03-29", 30),
        ("Europe/Brussels", "01:45-02:30", "2026-03-29", 15),
        ("Europe/Brussels", "02:00-02:30", "2026-10-25", 90),
        ("America/New_York", "01:00-04:00", "2026-03-08", 120),
        ("Australia/Lord_Howe", "01:00-04:00", "2026-10-04", 150),
        ("Australia/Lord_Howe", "01:00-04:00", "2026-04-05", 210),
        ("Asia/Kolkata", "09:00-17:30", "2026-11-23", 510),
        ("Asia/Kathmandu", "09:00-10:00", "2026-11-23", 60),
        ("Pacific/Apia", "09:00-17:00", "2011-12-29", 480),
        ("Pacific/Kiritimati", "00:00-24:00", "2026-11-23", 1440),
    ],
)
def test_clocks_that_jump_give_the_day_its_true_length(zone: str, said: str, day: str, minutes: int) -> None:
    start = at(f"{day}T00:00", zone)
    end = at(f"{date.fromisoformat(day) + timedelta(days=1)}T00:00", zone)
    assert open_between(open_on(zone, said), start, end) == timedelta(minutes=minutes)


def test_a_day_that_the_date_line_swallowed_holds_no_time() -> None:
    samoa = open_on("Pacific/Apia", "09:00-17:00")
    assert add(samoa, at("2011-12-29T17:00", "Pacific/Apia"), timedelta(minutes=1)) == at(
        "2011-12-31T09:01", "Pacific/Apia"
    )


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    bar = Hours("Europe/Brussels", (business.ranges("22:00-02:00"),) * 7, {date(2026, 11, 24): ()})
    assert is_open(bar, at("2026-11-24T01:59"))
    assert not is_open(bar, at("2026-11-24T22:00"))
    assert not is_open(bar, at("2026-11-25T01:00"))
    assert closes_at(bar, at("2026-11-23T23:00")) == at("2026-11-24T02:00")


def test_closing_joins_stretches_that_touch() -> None:
    friday = Hours("UTC", (*((),) * 4, business.ranges("20:00-24:00"), business.ranges("00:00-03:00"), ()))
    assert closes_at(friday, at("2026-11-27T21:00", "UTC")) == at("2026-11-28T03:00", "UTC")
    assert closes_at(friday, at("2026-11-28T03:00", "UTC")) is None


def test_a_place_that_never_opens_says_so_and_one_that_never_closes_too() -> None:
    now = at("2026-11-23T10:00")
    assert next_opening(CLOSED, now) is None
    assert add(CLOSED, now, timedelta(minutes=1)) is None
    assert closes_at(CLOSED, now) is None
    assert not is_open(CLOSED, now)
    assert closes_at(always(), now) is None
    assert add(always(), now, timedelta(days=30)) == now + timedelta(days=30)


def test_more_open_time_than_a_year_holds_is_none() -> None:
    assert add(SHOP, at("2026-11-23T10:00"), timedelta(days=366)) is None


def test_years_of_open_time_are_counted_in_full() -> None:
    assert open_between(always(), at("2020-01-01T00:00"), at("2026-01-01T00:00")) == timedelta(days=2192)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("08:30-12:30, 13:15-18:30", [(510, 750), (795, 1110)]),
        ("13:15–18:30; 8.30 - 12.30", [(510, 750), (795, 1110)]),
        ("9-17", [(540, 1020)]),
        ("9h to 17h30", [(540, 1050)]),
        ("22:00-02:00", [(1320, 1560)]),
        ("00:00-24:00", [(0, 1440)]),
        ("closed", []),
        ("", []),
    ],
)
def test_hours_are_read_from_words(said: str, expected: list[tuple[int, int]]) -> None:
    assert business.ranges(said) == tuple(Range(*r) for r in expected)


@pytest.mark.parametrize(
    ("said", "code", "names"),
    [
        ("early-late", "hours_unreadable", "early-late"),
        ("09:00-25:00", "hours_no_such_time", "09:00-25:00"),
        ("09:75-10:00", "hours_no_such_time", "09:75-10:00"),
        ("09:00-09:00", "hours_empty", "00:00-24:00"),
        ("09:00-13:00, 12:30-17:00", "hours_overlap", "12:30-17:00"),
    ],
)
def test_what_cannot_be_hours_is_refused_by_name(said: str, code: str, names: str) -> None:
    with pytest.raises(Invalid) as refused:
        business.ranges(said, field="mon")
    assert refused.value.code == code
    assert names in refused.value.sentence
    assert refused.value.details["field"] == "mon"


@pytest.mark.parametrize(
    ("zone", "near"), [("Europe/Brussel", "Europe/Brussels"), ("Europe", ""), ("", ""), ("../etc", ""), ("a\x00", "")]
)
def test_a_wrong_zone_is_refused_and_names_a_near_one(zone: str, near: str) -> None:
    with pytest.raises(Invalid) as refused:
        business.from_data({"zone": zone})
    assert refused.value.code == "invalid"
    assert not near or refused.value.details["near"] == near


def test_a_wrong_date_is_refused() -> None:
    with pytest.raises(Invalid, match="2026-13-01"):
        business.from_data({"zone": "UTC", "days": {"2026-13-01": ""}})


def test_data_goes_round() -> None:
    assert business.from_data(business.to_data(SHOP)) == SHOP


def test_public_holidays_have_names() -> None:
    found = business.holiday_days("be", None, [2026])
    assert date(2026, 7, 21) in found
    assert all(found.values())
    with pytest.raises(Invalid, match="XX"):
        business.holiday_days("XX", None, [2026])


ranges = st.lists(st.integers(0, 95), min_size=0, max_size=6, unique=True).map(
    lambda cuts: tuple(Range(a * 15, b * 15) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)
zones = st.sampled_from(
    ["UTC", "Europe/Brussels", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # type: ignore[arg-type]
durations = st.timedeltas(timedelta(), timedelta(days=5))
places = st.builds(
    Hours, zones, st.tuples(*[ranges] * 7), st.dictionaries(st.dates(date(2025, 1, 1), date(2027, 12, 31)), ranges)
)


@given(places, moments, durations)
def test_added_time_is_the_open_time_between(place: Hours, start: datetime, duration: timedelta) -> None:
    end = add(place, start, duration)
    assume(end is not None)
    assert end is not None
    assert open_between(place, start, end) == duration


@given(places, moments, durations, durations)
def test_more_time_never_ends_sooner(place: Hours, start: datetime, one: timedelta, other: timedelta) -> None:
    short, long = add(place, start, min(one, other)), add(place, start, max(one, other))
    assert long is None or (short is not None and short <= long)


@given(places, moments, durations, durations)
def test_open_time_adds_up(place: Hours, start: datetime, one: timedelta, other: timedelta) -> None:
    middle, end = start + one, start + one + other
    assert open_between(place, start, middle) + open_between(place, middle, end) == open_between(place, start, end)


@given(places, moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(place: Hours, moment: datetime) -> None:
    opening = next_opening(place, moment)
    if opening is None:
        assert not any(place.week)
    else:
        assert is_open(place, opening)
        assert open_between(place, moment, opening) == timedelta()
        assert (opening == moment) == is_open(place, moment)


@given(places, moments)
def test_it_is_open_until_it_closes(place: Hours, moment: datetime) -> None:
    closing = closes_at(place, moment)
    if closing is not None:
        assert not is_open(place, closing)
        assert open_between(place, moment, closing) == closing - moment


@given(places)
def test_any_hours_survive_being_kept(place: Hours) -> None:
    assert business.from_data(business.to_data(place)) == place
