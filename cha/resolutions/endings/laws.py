"""By when a complaint is answered: by law where there is one, else in the house's own opening days. Pure.

Each rule names its source. They bind whoever is of that trade and country; a house chooses which apply to it. For most
shops no law counts days: there the house's own days are what is promised.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from cha.core.hours import Hours, on_day

OWN_DAYS: Final = 10
# Looking for an open day ends here: a house that never opens is answered for by the calendar.
BOUND: Final = 120
FRIDAY: Final = 4
# Minutes of a day.
FIVE: Final = 17 * 60
LAST: Final = 24 * 60 - 1
EU: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Law:
    """A rule: within so many `unit`s of the day on which the complaint came. `countries`: ISO 3166-1 alpha-2.

    source: where it stands, and what it asks for, so that a lead can look it up.
    """

    key: str
    name: str | Lazy
    countries: frozenset[str]
    within: int
    unit: Literal["days", "weeks", "months", "working"]
    source: str


LAWS: Final = (
    Law(
        "uk-finance",
        _("Financial services, United Kingdom: eight weeks"),
        frozenset({"GB"}),
        8,
        "weeks",
        "FCA Handbook, DISP 1.6.2R: a final or other written response by the end of eight weeks after receipt.",
    ),
    Law(
        "uk-payments",
        _("Payments and e-money, United Kingdom: fifteen working days"),
        frozenset({"GB"}),
        15,
        "working",
        "FCA Handbook, DISP 1.6.2AR: a final response within 15 business days; 35 in exceptional circumstances.",
    ),
    Law(
        "eu-payments",
        _("Payment services, European Union: fifteen working days"),
        EU,
        15,
        "working",
        "Directive (EU) 2015/2366, Article 101(2): a reply within 15 business days of receipt; 35 in exceptions.",
    ),
    Law(
        "eu-rail",
        _("Rail passengers, European Union: one month"),
        EU,
        1,
        "months",
        "Regulation (EU) 2021/782, Article 28 (before: 1371/2007, Article 27): a reasoned reply within one month.",
    ),
    Law(
        "eu-sea",
        _("Passengers by sea, European Union: two months"),
        EU,
        2,
        "months",
        "Regulation (EU) No 1177/2010, Article 24: the final reply within two months of receipt.",
    ),
    Law(
        "eu-bus",
        _("Bus and coach passengers, European Union: three months"),
        EU,
        3,
        "months",
        "Regulation (EU) No 181/2011, Article 27: the final reply within three months of receipt.",
    ),
    Law(
        "eu-data",
        _("Somebody’s own data, European Union: one month"),
        EU,
        1,
        "months",
        "Regulation (EU) 2016/679, Article 12(3): what was done, within one month of receipt.",
    ),
    Law(
        "us-air",
        _("Airlines, United States: sixty days"),
        frozenset({"US"}),
        60,
        "days",
        "14 CFR 259.7(c): acknowledged within 30 days, a substantive written response within 60 days of receipt.",
    ),
)
BY_KEY: Final = {law.key: law for law in LAWS}


@dataclass(frozen=True, slots=True)
class Due:
    """By when (aware), and the key of the law that says so; "" for the house's own days."""

    by: datetime
    law: str = ""


def laws_for(country: str) -> tuple[Law, ...]:
    """The rules of a country (ISO 3166-1 alpha-2); all of them while it is not known."""
    return tuple(law for law in LAWS if not country or country.upper() in law.countries)


def due(opened: datetime, hours: Hours, law: str = "") -> Due:
    """By when a complaint that came at `opened` (aware) is answered. An unknown law is the house's own days.

    On the last day, local time, when we close; at five for a law's, whose days we do not choose. A law's working days
    are counted from Monday to Friday, holidays too: that is never later than it allows.
    """
    zone = ZoneInfo(hours.zone)
    day, rule = opened.astimezone(zone).date(), BY_KEY.get(law)
    if rule is None:
        last, closing = _open_day(day, hours)
        return Due(_moment(last, closing, zone))
    return Due(_moment(_last_day(day, rule), FIVE, zone), rule.key)


def _last_day(day: date, rule: Law) -> date:
    if rule.unit == "working":
        for _number in range(rule.within):
            day += timedelta(days=3 if day.weekday() == FRIDAY else 2 if day.weekday() == FRIDAY + 1 else 1)
        return day
    if rule.unit == "months":
        year, month = divmod(day.year * 12 + day.month - 1 + rule.within, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return day + timedelta(days=rule.within * (7 if rule.unit == "weeks" else 1))


def _open_day(day: date, hours: Hours) -> tuple[date, int]:
    """The so-manyth day on which we are open, the first one not counted, and the minute at which we close on it."""
    left = OWN_DAYS
    for number in range(1, BOUND):
        ranges = on_day(hours, day + timedelta(days=number))
        left -= bool(ranges)
        if not left:
            return day + timedelta(days=number), min(ranges[-1].closes, LAST)
    return day + timedelta(days=OWN_DAYS), FIVE


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone).astimezone(UTC)
