"""What the page of the hours shows: a place's week, its holidays and stretches, and what would be promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language

from cha.channels.models import Channel
from cha.core.clock import now
from cha.core.hours import DAYS, holiday_days, is_open, next_opening
from cha.language.times import at_when, by_when
from cha.promises.acknowledging import forecast
from cha.team.models import Brand, Team
from cha.team.models.brand import USUAL_WEEK
from cha.team.models.own_hours import USUAL, OwnHours
from cha.workspace.hours.form import pairs_of, said_week, stretch_shown, week_shown

IN_SIGHT: Final = timedelta(days=3660)


class Whose(NamedTuple):
    """Whose hours: `kind` is shop, team or channel; `row` keeps them, `wider` are those it is within."""

    kind: str
    row: OwnHours
    face: Brand
    wider: tuple[OwnHours, ...] = ()

    @property
    def zone(self) -> str:
        """The zone that counts there."""
        return next(one.zone for one in (self.row, *reversed(self.wider), self.face) if one.zone)

    @property
    def week(self) -> dict[str, str]:
        """The week that counts there."""
        return next((one.week for one in (self.row, *reversed(self.wider), self.face) if one.week), USUAL_WEEK)

    def channels(self) -> list[Channel]:
        """The ways in that these hours are about."""
        rows = Channel.objects.filter(active=True).select_related("brand", "team")
        if isinstance(self.row, Team):
            rows = rows.filter(team=self.row)
        elif isinstance(self.row, Channel):
            rows = rows.filter(pk=self.row.pk)
        return list(rows)


@dataclass(frozen=True, slots=True)
class Day:
    """A day's line: `key` is mon … sun, or a date; `pairs` its ranges, `free` the number of the next one."""

    key: str
    name: str
    pairs: tuple[tuple[int, str, str], ...] = ()
    today: bool = False
    holiday: str = ""
    words: str = ""
    closed: bool = False

    @property
    def free(self) -> int:
        """The number that another range has."""
        return max((number for number, _, _ in self.pairs), default=0) + 1


def form_of(whose: Whose) -> dict[str, str]:
    """What is kept, as the fields of the form."""
    row, today = whose.row, now().astimezone(ZoneInfo(whose.zone)).date()
    coming = {day.isoformat() for day in holidays_ahead(whose)}
    form = {"zone": row.zone, "own": "1" if row.week or whose.kind == "shop" else "", **week_shown(whose.week)}
    if isinstance(row, Brand):
        form |= {"country": row.country, "region": row.region}
        said = {day: row.days.get(day, "") for day in coming}
        form |= {f"closed-{day}": "1" for day, hours in said.items() if not hours}
        form |= {f"day-{day}": hours for day, hours in said.items() if hours and hours != USUAL}
    for number, stretch in enumerate(stretches(row, coming, today)):
        form |= {f"stretch-{number}-{part}": str(said or "") for part, said in stretch.items()}
    return form


def stretches(row: OwnHours, holidays: set[str], today: date) -> list[dict[str, Any]]:
    """The days and seasons that are not over, as rows of the form, the first first."""
    single = [
        {"name": "", "first": day, "last": day, "yearly": False, "hours": said or said_week({})}
        for day, said in row.days.items()
        if day not in holidays and said != USUAL
    ]
    found = single + [stretch_shown(season, today) for season in row.seasons]
    return sorted((one for one in found if one["last"] >= today.isoformat()), key=lambda one: str(one["first"]))


def not_shown(whose: Whose, shown: Iterable[str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Days and seasons that are over, and holidays that lie further than the form looks: they stay as they are."""
    today = now().astimezone(ZoneInfo(whose.zone)).date().isoformat()
    days = {day: said for day, said in whose.row.days.items() if day < today or (said == USUAL and day not in shown)}
    return days, [one for one in whose.row.seasons if len(one["last"]) == len(today) and one["last"] < today]


def holidays_ahead(whose: Whose) -> dict[date, str]:
    """The public holidays of a year from now, with their names."""
    face, today = whose.face, now().astimezone(ZoneInfo(whose.zone)).date()
    found = holiday_days(face.country, face.region or None, (today.year, today.year + 1)) if face.country else {}
    return {day: name for day, name in found.items() if today <= day < today + timedelta(days=366)}


def week_lines(whose: Whose, form: Mapping[str, str]) -> list[Day]:
    """The seven days."""
    today = now().astimezone(ZoneInfo(whose.zone)).weekday()
    return [
        Day(day, str(WEEKDAYS[number]), tuple(pairs_of(form, day)), today=number == today)
        for number, day in enumerate(DAYS)
    ]


def holiday_lines(whose: Whose, form: Mapping[str, str]) -> list[Day]:
    """The coming holidays, with their switches as the form has them."""
    if whose.kind != "shop":
        return []
    return [
        Day(
            key := day.isoformat(),
            dated(day),
            holiday=name,
            words=form.get(f"day-{key}", ""),
            closed=f"closed-{key}" in form,
        )
        for day, name in holidays_ahead(whose).items()
    ]


def stretch_lines(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The stretches as the form has them, with their number and how they are said."""
    parts = ("name", "first", "last", "yearly", "hours")
    numbers = sorted(int(key.split("-")[1]) for key in form if key.startswith("stretch-") and key.endswith("-first"))
    rows: list[dict[str, Any]] = [
        {"number": n, **{part: form.get(f"stretch-{n}-{part}", "") for part in parts}} for n in numbers
    ]
    return [{**row, "when": _when(row["first"], row["last"])} for row in rows if row["first"]]


def _when(first: str, last: str) -> str:
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return first
    return dated(begins) if begins == ends else f"{date_format(begins, 'j F')} – {date_format(ends, 'j F')}"


def dated(day: date) -> str:
    """A date as the page says it: "Friday 25 December"."""
    return f"{WEEKDAYS[day.weekday()]} {date_format(day, 'j F' if day.year == now().year else 'j F Y')}"


def moment(typed_at: str, zone: str) -> datetime | None:
    """The moment that a datetime-local field names on a place's clock, UTC; None for none, or one years away."""
    try:
        at = datetime.fromisoformat(typed_at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if abs(at - now()) < IN_SIGHT else None


def would_promise(channel: Channel, at: datetime, zone: str) -> dict[str, Any]:
    """What somebody who wrote to a channel at a moment would be told, on the clock of a zone."""
    hours, language = channel.hours(), get_language() or "en"
    found = forecast(channel, at)
    opens = None if is_open(hours, at) else next_opening(hours, at)
    return {
        "channel": channel,
        "by": by_when(found.by, now=at, zone=zone, language=language),
        "opens": at_when(opens, now=at, zone=zone, language=language) if opens else "",
        "rests_on": found.rests_on,
        "n": found.n,
    }
