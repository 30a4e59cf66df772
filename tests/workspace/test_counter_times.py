"""What is offered at the counter: whole hours while somebody is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cha.core.hours import always, from_data
from cha.language.times import said
from cha.workspace.counter.times import offered

WEEK = {"mon": "08:30-12:30, 13:30-18:30", "tue": "08:30-18:30", "wed": "08:30-18:30", "thu": "", "fri": "09:00-17:30"}
HOURS = from_data({"zone": "Europe/Brussels", "week": WEEK, "days": {}})


def words(day: int, hour: int, minute: int = 0, hours: object = HOURS) -> list[str]:
    at = datetime(2026, 6, day, hour, minute, tzinfo=UTC)
    return [said(moment, now=at, zone="Europe/Brussels") for moment in offered(hours, at)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (8, 8, ["today 18:00", "tomorrow 10:00", "Wed 10:00"]),
        (8, 11, ["today 18:00", "tomorrow 10:00", "Wed 10:00"]),
        (9, 9, ["today 18:00", "tomorrow 10:00", "Fri 10:00"]),
        (9, 16, ["tomorrow 10:00", "Fri 10:00", "Mon 10:00"]),
        (13, 9, ["Mon 10:00", "Tue 10:00", "Wed 10:00"]),
    ],
)
def test_today_before_the_door_shuts_and_the_next_mornings(day: int, hour: int, expected: list[str]) -> None:
    assert words(day, hour) == expected


def test_a_place_that_never_shuts_has_an_evening_too() -> None:
    assert words(9, 9, hours=always("Europe/Brussels")) == ["today 17:00", "tomorrow 10:00", "Thu 10:00"]


def test_a_place_that_never_opens_offers_nothing() -> None:
    assert offered(from_data({"zone": "UTC", "week": {}, "days": {}}), datetime(2026, 6, 9, tzinfo=UTC)) == []
