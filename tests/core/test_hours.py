"""Business time, in tables for the calendar's odd days and in properties for everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
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
        ("Pacific/Auckland", "01:00-04:00", "2026-09-27", 120),
        ("Pacific/Auckland", "01:00-04:00", "2026-04-05", 240),
        ("Pacific/Apia", "22:00-02:00", "2011-12-29", 240),
        ("Pacific/Apia", "00:00-24:00", "2011-12-31", 1440),
        ("Asia/Kathmandu", "08:30-12:30, 13:15-18:30", "2026-11-23", 555),
        ("Australia/Lord_Howe", "02:00-02:30", "2026-10-04", 0),
        ("Australia/Lord_Howe", "01:30-02:00", "2026-04-05", 60),
        ("America/St_Johns", "00:00-24:00", "2026-03-08", 23 * 60),
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


@pytest.mark.parametrize(
    ("zone", "said", "start", "minutes", "end"),
    [
        ("Europe/Brussels", "00:00-24:00", "2026-03-29T01:30", 60, "2026-03-29T03:30"),
        ("Europe/Brussels", "22:00-06:00", "2026-03-28T23:00", 6 * 60, "2026-03-29T06:00"),
        ("Europe/Brussels", "22:00-06:00", "2026-10-24T23:00", 8 * 60, "2026-10-25T06:00"),
        ("Australia/Lord_Howe", "09:00-17:00", "2026-10-03T16:30", 60, "2026-10-04T09:30"),
        ("Australia/Lord_Howe", "00:00-24:00", "2026-10-04T01:45", 30, "2026-10-04T02:45"),
        ("Asia/Kolkata", "09:30-18:00", "2026-11-23T17:45", 30, "2026-11-24T09:45"),
        ("Asia/Kathmandu", "10:00-17:00", "2026-11-23T16:59", 2, "2026-11-24T10:01"),
        ("Pacific/Auckland", "09:00-17:00", "2026-09-26T16:00", 120, "2026-09-27T10:00"),
        ("Pacific/Apia", "22:00-02:00", "2011-12-29T23:00", 150, "2011-12-31T01:30"),
        ("Pacific/Kiritimati", "08:00-12:00", "2026-12-31T11:00", 120, "2027-01-01T09:00"),
    ],
)
def test_added_time_steps_over_what_the_clocks_skip(zone: str, said: str, start: str, minutes: int, end: str) -> None:
    assert add(open_on(zone, said), at(start, zone), timedelta(minutes=minutes)) == at(end, zone)


def test_two_places_on_either_side_of_the_date_line_are_open_at_the_same_moment() -> None:
    moment = at("2026-11-23T10:00", "Pacific/Kiritimati")
    honolulu = moment.astimezone(ZoneInfo("Pacific/Honolulu"))
    assert (honolulu.day, honolulu.hour) == (22, 10)
    sunday = Hours("Pacific/Honolulu", (*((),) * 6, business.ranges("09:00-17:00")))
    monday = Hours("Pacific/Kiritimati", (business.ranges("09:00-17:00"), *((),) * 6))
    assert is_open(sunday, moment)
    assert is_open(monday, moment)


SUMMER = {"name": "Summer", "first": "06-01", "last": "08-31", "week": dict.fromkeys(WEEKDAYS, "08:00-14:00")}
FAIR = {"name": "Fair", "first": "2026-07-17", "last": "2026-07-26", "week": dict.fromkeys(business.DAYS, "9-16")}
WINTER = {"name": "Winter", "first": "12-20", "last": "01-06", "week": {}}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-05-29", "08:30-12:30, 13:15-18:30"),
        ("2026-06-01", "08:00-14:00"),
        ("2027-08-31", "08:00-14:00"),
        ("2026-06-06", ""),
        ("2026-07-18", "09:00-16:00"),
        ("2026-07-20", "09:00-16:00"),
        ("2026-07-21", ""),
        ("2027-07-19", "08:00-14:00"),
        ("2026-12-21", ""),
        ("2027-01-06", ""),
        ("2027-01-07", "08:30-12:30, 13:15-18:30"),
    ],
)
def test_a_season_has_its_week_the_shortest_first_and_a_date_of_its_own_before_all(day: str, said: str) -> None:
    data = {"zone": "Europe/Brussels", "week": WEEK, "days": {"2026-07-21": ""}, "seasons": [SUMMER, FAIR, WINTER]}
    place = business.from_data(data)
    assert business.words(business.on_day(place, date.fromisoformat(day))) == said
    assert business.from_data(business.to_data(place)) == place


@pytest.mark.parametrize(
    ("season", "field", "says"),
    [
        ({"first": "2026-06-01", "last": "2026-05-01"}, "season-0", "before it begins"),
        ({"first": "2026-06-31", "last": "2026-07-01"}, "season-0", "is not a date"),
        ({"first": "", "last": ""}, "season-0", "is not a date"),
        ({"first": "06-01", "last": "08-31", "week": {"mon": "late"}}, "season-0-mon", "late"),
    ],
)
def test_a_season_that_cannot_be_is_refused_beside_its_field(season: dict[str, object], field: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        business.from_data({"zone": "UTC", "seasons": [season]})
    assert refused.value.details["field"] == field


def test_a_day_is_worked_out_once() -> None:
    place = business.from_data(business.to_data(SHOP))
    for _ in range(3):
        add(place, at("2026-11-23T10:00"), timedelta(hours=30))
    kept = dict(place._kept)
    assert open_between(place, at("2026-11-23T10:00"), at("2026-11-25T10:00")) > timedelta()
    assert all(place._kept[number] is kept[number] for number in kept)
    assert place == SHOP


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
dates = st.dates(date(2025, 1, 1), date(2027, 12, 31))
weeks = st.tuples(*[ranges] * 7)


def season(one: date, other: date, week: business.Week, yearly: bool) -> business.Season:
    first, last = (day.replace(year=2000) if yearly else day for day in (min(one, other), max(one, other)))
    return business.Season("Summer", first, last, week, yearly)


seasons = st.builds(season, dates, dates, weeks, st.booleans())
few = st.lists(seasons, max_size=3).map(lambda found: tuple(sorted(found, key=lambda one: one.length)))
places = st.builds(Hours, zones, weeks, st.dictionaries(dates, ranges), few)


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
        ahead = (moment.date() + timedelta(days=number) for number in range(3, 300))
        assert not any(business.on_day(place, day) for day in ahead)
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


@given(places, moments, moments)
def test_open_stretches_are_apart_in_order_and_within(place: Hours, one: datetime, other: datetime) -> None:
    since, until = min(one, other), min(max(one, other), min(one, other) + timedelta(days=40))
    row = business.spans_between(place, since, until)
    assert all(since <= start < end <= until for start, end in row)
    assert all(earlier.end <= later.start for earlier, later in pairwise(row))
    assert sum((end - start for start, end in row), timedelta()) == open_between(place, since, until)
    assert all(is_open(place, start) and is_open(place, end - timedelta(microseconds=1)) for start, end in row)


@given(places, moments, moments)
def test_what_is_open_between_is_what_must_be_added(place: Hours, one: datetime, other: datetime) -> None:
    start, end = min(one, other), max(one, other)
    between = open_between(place, start, end)
    reached = add(place, start, between)
    if between and reached is not None:
        assert reached <= end
        assert open_between(place, reached, end) == timedelta()


@given(places, moments, durations, durations)
def test_time_added_in_two_steps_is_time_added_at_once(
    place: Hours, start: datetime, one: timedelta, other: timedelta
) -> None:
    halfway = add(place, start, one)
    at_once = add(place, start, one + other)
    if halfway is not None and at_once is not None and other:
        assert add(place, halfway, other) == at_once


@given(places, moments, durations)
def test_a_place_that_was_asked_before_answers_as_a_fresh_one(
    place: Hours, start: datetime, duration: timedelta
) -> None:
    first = add(place, start, duration)
    fresh = Hours(place.zone, place.week, place.days, place.seasons)
    assert add(place, start, duration) == first == add(fresh, start, duration)
