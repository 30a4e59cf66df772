"""When somebody may be reached: their hours, the shop's, over midnight and where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from cha.core.hours import Hours, from_data
from cha.notifications.kinds import KINDS, kinds_for
from cha.notifications.quiet import clock_time, next_gathering, opens_for

ZONE = "Europe/Brussels"
SHOP = from_data({"zone": ZONE, "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:30")})


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "own", "opens"),
    [
        (at(24, 12), (time(8, 30), time(17, 30)), at(24, 12)),
        (at(24, 22), (time(8, 30), time(17, 30)), at(25, 7, 30)),
        (at(24, 5), (time(8, 30), time(17, 30)), at(24, 7, 30)),
        (at(24, 16, 30), (time(8, 30), time(17, 30)), at(25, 7, 30)),
        (at(24, 7, 30), (time(8, 30), time(17, 30)), at(24, 7, 30)),
        (at(24, 23), (time(22), time(6)), at(24, 23)),
        (at(24, 3), (time(22), time(6)), at(24, 3)),
        (at(24, 12), (time(22), time(6)), at(24, 21)),
        (at(24, 12), (time(9), time(9)), at(24, 12)),
        (at(24, 20), None, at(25, 8)),
        (at(27, 20), None, at(30, 8)),
        (at(24, 10), None, at(24, 10)),
        # The night on which clocks go back: half past eight is an hour later in UTC.
        (at(24, 22, month=10), (time(8, 30), time(17, 30)), at(25, 7, 30, month=10)),
        (at(23, 22, month=10), (time(8, 30), time(17, 30)), at(24, 6, 30, month=10)),
    ],
)
def test_from_when_on_one_may_be_reached(now: datetime, own: tuple[time, time] | None, opens: datetime) -> None:
    assert opens_for(now, own=own, zone=ZONE, hours=SHOP) == opens


def test_a_shop_that_never_opens_holds_nothing_back() -> None:
    assert opens_for(at(24, 20), own=None, zone=ZONE, hours=Hours(ZONE, ((),) * 7)) == at(24, 20)
    assert opens_for(at(24, 20), own=None, zone=ZONE, hours=None) == at(24, 20)


@pytest.mark.parametrize(
    ("now", "weekly", "comes"),
    [
        (at(24, 9), False, at(24, 15)),
        (at(24, 15), False, at(25, 15)),
        (at(24, 9), True, at(27, 15)),
        (at(27, 15), True, at(27, 15).replace(month=12, day=4)),
        (at(24, 9, month=10), False, at(24, 14, month=10)),
    ],
)
def test_when_gathered_mail_goes(now: datetime, weekly: bool, comes: datetime) -> None:
    assert next_gathering(now, weekly=weekly, said_at=time(16), zone=ZONE) == comes


def test_times_of_the_day() -> None:
    assert clock_time("08:30") == time(8, 30)
    assert clock_time(" 8:05 ") == time(8, 5)
    assert [clock_time(said) for said in ("", "24:00", "8.30", "08:60", "noon", "08:30:00")] == [None] * 6


def test_what_somebody_waits_for_cannot_be_turned_off_and_hard_words_cannot_be_carried() -> None:
    off = dict.fromkeys(("here", "screen", "phone", "mail"), False)
    on = dict.fromkeys(off, True)
    assert KINDS["promise"].allows("here", off)
    assert KINDS["failed"].allows("here", off)
    assert not KINDS["hard"].allows("phone", on)
    assert not KINDS["hard"].allows("mail", on)
    assert "disowned" not in [kind.name for kind in kinds_for(manages=False, leads=False)]
