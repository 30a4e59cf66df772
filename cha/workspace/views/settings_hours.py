"""Settings, Hours: the usual week, holidays, own days, and what would be promised at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from cha.channels.models import Channel
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.hours import DAYS, holiday_days, is_open, next_opening
from cha.language.times import at_when, by_when, said
from cha.promises.forecast import estimate
from cha.promises.waiting import waiting_on
from cha.team.models import Brand, brand
from cha.team.models.brand import USUAL_WEEK, set_hours
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.places import countries, zones
from cha.workspace.settings_page import saved, show, typed, wrong

IN_SIGHT = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's line: `key` is mon … sun, or a date; `holiday` its name, "" for an own day."""

    key: str
    name: str
    words: str
    holiday: str = ""
    today: bool = False


@managers
@require_http_methods(["GET", "POST"])
def hours(request: MemberRequest) -> HttpResponse:
    """The hours, and the saving of them."""
    face = brand()
    if face is None:
        raise Conflict("Name the business first.", code="no_business")
    if request.method != "POST":
        return _page(request, face, _form(face))
    post = request.POST.dict()
    place = {"country": post.get("country", ""), "region": post.get("region", "").strip()}
    try:
        set_hours(by=request.user, zone=post.get("zone", ""), week=_week(post), days=_days(post), **place)
    except Invalid as error:
        return _page(request, face, typed(request), status=422, errors=wrong(error))
    return saved("settings-hours")


def _week(post: Mapping[str, str]) -> dict[str, str]:
    return {day: post.get(day, "") for day in DAYS if post.get(day, "").strip()}


def _days(post: Mapping[str, str]) -> dict[str, str]:
    """Dates that differ. A holiday left empty stays as it is; an own day left empty is closed."""
    shown = {key[4:]: value for key, value in post.items() if key.startswith("day-")}
    kept = {day: said for day, said in shown.items() if said.strip() or f"own-{day}" in post}
    kept = {day: said for day, said in kept.items() if f"drop-{day}" not in post}
    if post.get("new_date"):
        kept[post["new_date"]] = post.get("new_hours", "")
    return kept


def _form(face: Brand) -> dict[str, str]:
    return {
        "zone": face.zone,
        "country": face.country,
        "region": face.region,
        **{day: (face.week or USUAL_WEEK).get(day, "") for day in DAYS},
        **{f"day-{day}": words for day, words in face.days.items()},
    }


def _page(request: MemberRequest, face: Brand, form: Mapping[str, str], **more: Any) -> HttpResponse:
    zone = request.user.zone or face.zone
    at = _moment(request.GET.get("at", ""), ZoneInfo(face.zone))
    context: dict[str, Any] = {
        "form": form,
        "week": [_weekday(number, form, face) for number in range(7)],
        "special": _special(face, form),
        "zones": zones(),
        "countries": countries(),
        "promises": [_would_promise(channel, at or now(), zone) for channel in _channels()],
        "at": request.GET.get("at", ""),
        "looked": at,
        "place": face.place or face.zone.rpartition("/")[2].replace("_", " "),
        "now_said": said(now(), now=now(), zone=face.zone, language=get_language() or "en"),
    }
    return show(request, "settings/hours.html", **context, **more)


def _channels() -> list[Channel]:
    return list(Channel.objects.filter(active=True).select_related("brand", "team"))


def _weekday(number: int, form: Mapping[str, str], face: Brand) -> Day:
    today = now().astimezone(ZoneInfo(face.zone)).weekday()
    return Day(DAYS[number], str(WEEKDAYS[number]), form.get(DAYS[number], ""), today=number == today)


def _special(face: Brand, form: Mapping[str, str]) -> list[Day]:
    """The coming year's holidays and the days of one's own, in order."""
    today = now().astimezone(ZoneInfo(face.zone)).date()
    holidays = holiday_days(face.country, face.region or None, (today.year, today.year + 1)) if face.country else {}
    coming = {day: name for day, name in holidays.items() if today <= day < today + timedelta(days=366)}
    own = {date.fromisoformat(day): "" for day in face.days if date.fromisoformat(day) >= today}
    return [
        Day(day.isoformat(), _dated(day, today), form.get(f"day-{day.isoformat()}", ""), name)
        for day, name in sorted({**own, **coming}.items())
    ]


def _dated(day: date, today: date) -> str:
    """A date as the page says it: "Friday 25 December"."""
    return f"{WEEKDAYS[day.weekday()]} {date_format(day, 'j F' if day.year == today.year else 'j F Y')}"


def _moment(typed_at: str, zone: ZoneInfo) -> datetime | None:
    """The moment that a datetime-local field names on the shop's clock, UTC; None for none, or one years away."""
    try:
        at = datetime.fromisoformat(typed_at).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if abs(at - now()) < IN_SIGHT else None


def _would_promise(channel: Channel, at: datetime, zone: str) -> dict[str, Any]:
    """What somebody who wrote to a channel at a moment would be told."""
    waits, hours, language = waiting_on(channel), channel.hours(), get_language() or "en"
    target = timedelta(minutes=channel.target_minutes)
    found = estimate(at, hours, waits.lately, waits.now, target=target, usual=waits.usual)
    opens = None if is_open(hours, at) else next_opening(hours, at)
    return {
        "channel": channel,
        "by": by_when(found.by, now=at, zone=zone, language=language),
        "opens": at_when(opens, now=at, zone=zone, language=language) if opens else "",
        "rests_on": found.rests_on,
        "n": found.n,
    }
