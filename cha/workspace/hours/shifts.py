"""The plan of the shifts: a week of days per member, and who is away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.hours import on_day, words
from cha.language.times import at_when
from cha.team import roster
from cha.team.models import Absence, Member, brand
from cha.workspace.hours.form import week_shown
from cha.workspace.hours.page import stretches

WEEKS_IN_SIGHT: Final = 520


@dataclass(frozen=True, slots=True)
class Cell:
    """A member's day: its hours in words, or why they are away."""

    words: str
    away: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A member's week. `planned`: a plan is kept for them."""

    member: Member
    cells: tuple[Cell, ...]
    planned: bool


def zone_here() -> str:
    """The business's zone."""
    face = brand()
    return face.zone if face else "UTC"


def monday_of(said: str) -> date:
    """The Monday of the week that a date lies in: this week's where nothing, or nothing near, is said."""
    today = now().astimezone(ZoneInfo(zone_here())).date()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = today
    if abs((day - today).days) > WEEKS_IN_SIGHT * 7:
        day = today
    return day - timedelta(days=day.weekday())


def week_grid(monday: date) -> list[Row]:
    """Every member with a seat who answers, by name. Three queries whatever their number."""
    zone = ZoneInfo(zone_here())
    since = datetime.combine(monday, time(), zone).astimezone(UTC)
    members = [m for m in Member.objects.filter(is_active=True).select_related("shift").order_by("name") if m.answers]
    gone: dict[int, list[Absence]] = {}
    for absence in roster.coming_absences(since, members):
        gone.setdefault(absence.member_id, []).append(absence)
    kept = roster.hours_by_member(members)
    days = [monday + timedelta(days=number) for number in range(7)]
    today = now().astimezone(zone).date()
    return [
        Row(
            member,
            tuple(
                Cell(words(on_day(kept[member.pk], day)), _away(gone.get(member.pk, ()), day, zone), day == today)
                for day in days
            ),
            roster.plan_of(member) is not None,
        )
        for member in members
    ]


def week_heads(monday: date) -> list[str]:
    """The seven days as the table's head says them: "Mon 23"."""
    days = (monday + timedelta(days=number) for number in range(7))
    return [f"{WEEKDAYS_ABBR[day.weekday()]} {date_format(day, 'j')}" for day in days]


def _away(absences: Any, day: date, zone: ZoneInfo) -> str:
    """Why somebody is away at any time of a day; "" when they are not."""
    begins = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    found = (one for one in absences if one.since < ends and (one.until is None or one.until > begins))
    return next((str(one.get_reason_display()) for one in found), "")


def plan_form(member: Member) -> dict[str, str]:
    """A member's plan as the fields of its form; without one, the business's week to begin with."""
    shift, face = roster.plan_of(member), brand()
    week = shift.week if shift else (face.own_hours[1] if face else {})
    form = {"own": "1" if shift else "", "zone": shift.zone if shift else "", **week_shown(week)}
    rows = stretches(shift, set(), now().astimezone(ZoneInfo(zone_here())).date()) if shift else []
    for number, row in enumerate(rows):
        form |= {f"stretch-{number}-{part}": str(said or "") for part, said in row.items()}
    return form


def absence_lines(absences: list[Absence], zone: str) -> list[dict[str, Any]]:
    """Absences in words on the clock of a zone: `begun` ones end by coming back, others are called off."""
    at, language = now(), get_language() or "en"

    def said(moment: datetime) -> str:
        return at_when(moment, now=at, zone=zone, language=language)

    return [
        {
            "absence": one,
            "begun": one.covers(at),
            "when": _("from %(since)s until %(until)s")
            % {"since": said(one.since), "until": said(one.until) if one.until else _("nobody knows yet")},
        }
        for one in absences
    ]


def absence_typed(post: Mapping[str, str], zone: str) -> dict[str, Any]:
    """From, until, why and who stands in, as `be_away` takes them. Raises Invalid under the field."""
    since, until = (_moment(post.get(key, ""), zone, key) for key in ("since", "until"))
    stands_in = post.get("stands_in", "")
    found = Member.objects.filter(pk=int(stands_in), is_active=True).first() if stands_in.isdigit() else None
    return {"since": since or now(), "until": until, "reason": post.get("reason", ""), "stands_in": found}


def _moment(typed: str, zone: str, field: str) -> datetime | None:
    if not typed.strip():
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(_("That is no day and time."), field=field) from None
