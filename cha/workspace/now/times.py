"""Moments to choose from, and the one that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cha.conversations.acts import FIRST_YEAR, LAST_YEAR
from cha.conversations.models import Conversation
from cha.core.errors import Invalid
from cha.core.hours import Hours, is_open, next_opening
from cha.language.times import by_when, said
from cha.workspace.now.rows import Moment

# Days after which a conversation comes back that was put off until they answer.
AT_THE_LATEST: Final = 14


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment to choose: its value in forms, its words, and whether something is promised before it."""

    value: str
    words: str
    more: str = ""
    clash: bool = False


def later_times(at: Moment, promised: datetime | None) -> list[Choice]:
    """When a snoozed conversation may come back. One that is past a promise says so."""
    local = at.at.astimezone(ZoneInfo(at.zone))
    monday = local.date() + timedelta(days=7 - local.weekday())
    moments = [
        (_("In an hour"), local + timedelta(hours=1)),
        (_("In three hours"), local + timedelta(hours=3)),
        (_("Tomorrow morning"), _morning(local, 1)),
        (_("Monday morning"), datetime.combine(monday, time(8, 30), local.tzinfo)),
    ]
    choices = [_later(words, moment, at, promised) for words, moment in moments]
    if promised and promised > at.at + timedelta(minutes=45):
        early = promised - timedelta(minutes=30)
        choices.insert(0, _later(_("Half an hour before the promise"), early.astimezone(local.tzinfo), at, None))
    return [*choices, _until_they_answer(at, local, promised)]


def _until_they_answer(at: Moment, local: datetime, promised: datetime | None) -> Choice:
    """Any word of theirs ends a snooze; so that nobody is forgotten, it ends by itself as well."""
    last = _later("", _morning(local, AT_THE_LATEST), at, promised)
    return Choice(last.value, _("When they answer"), _("at the latest %(when)s") % {"when": last.more}, last.clash)


def send_times(at: Moment, zone: str, promised: datetime | None, hours: Hours) -> list[Choice]:
    """When an answer may go: this evening and in the morning where the person is (`zone`), and when we open."""
    local = at.at.astimezone(ZoneInfo(zone))
    evening = datetime.combine(local.date(), time(18), local.tzinfo)
    monday = (local.date() + timedelta(days=7 - local.weekday()) - local.date()).days
    opens = next_opening(hours, at.at)
    moments = [
        (_("In an hour"), local + timedelta(hours=1)),
        *([(_("This evening"), evening)] if evening > local + timedelta(hours=1) else []),
        (_("Tomorrow morning"), _morning(local, 1, 9)),
        *([(_("When we open"), opens)] if opens and not is_open(hours, at.at) else []),
        *([(_("Monday morning"), _morning(local, monday, 9))] if monday > 1 else []),
    ]
    moments.sort(key=lambda pair: pair[1])
    choices = [_later(words, moment, at, promised) for words, moment in moments]
    if promised and promised > at.at + timedelta(minutes=45):
        early = promised - timedelta(minutes=30)
        choices.insert(0, _later(_("Half an hour before the promise"), early, at, None))
    return choices


def follow_times(at: Moment, zone: str) -> list[Choice]:
    """When to look again: in the morning of a day to come, on the clock of `zone`."""
    local = at.at.astimezone(ZoneInfo(zone))
    days = [(_("Tomorrow"), 1), (_("In three days"), 3), (_("In a week"), 7), (_("In a month"), 30)]
    return [_later(words, _morning(local, count, 9), at, None) for words, count in days]


def _later(words: str, moment: datetime, at: Moment, promised: datetime | None) -> Choice:
    clash = promised is not None and moment > promised
    when = said(moment, now=at.at, zone=at.zone, language=at.language)
    more = _("%(when)s, after the promise") % {"when": when} if clash else when
    return Choice(moment.astimezone(UTC).isoformat(timespec="seconds"), words, more, clash)


def promise_times(at: Moment, zone: str) -> list[Choice]:
    """By when something may be promised, on the clock of whom it is promised to."""
    local = at.at.astimezone(ZoneInfo(zone))
    hour = (local + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    moments = [hour + timedelta(hours=1), _evening(local, 0), _morning(local, 1, 11), _evening(local, 1)]
    later = sorted({moment for moment in moments if moment > local + timedelta(minutes=30)})
    return [
        Choice(
            moment.astimezone(UTC).isoformat(timespec="seconds"),
            by_when(moment, now=at.at, zone=zone, language=at.language),
        )
        for moment in later
    ]


def _morning(local: datetime, days: int, hour: int = 8) -> datetime:
    minute = 30 if hour == 8 else 0
    return datetime.combine(local.date() + timedelta(days=days), time(hour, minute), local.tzinfo)


def _evening(local: datetime, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), time(17), local.tzinfo)


def chosen(form: Mapping[str, str], zone: str) -> datetime:
    """The moment that a form says: `until` is a choice, or `own` a local time in `zone`. Raises Invalid."""
    value = form.get("until", "")
    own = form.get("own", "").strip()
    try:
        if own and value in ("", "own"):
            return _within(datetime.fromisoformat(own).replace(tzinfo=ZoneInfo(zone)))
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return _within(moment)
    except ValueError as error:
        near = _("Choose one of the times, or give a date and a time such as 2026-06-12 11:00.")
        raise Invalid(near, field="until") from error
    raise Invalid(_("Choose one of the times, or give your own."), field="until")


def _within(moment: datetime) -> datetime:
    """In UTC. Raises ValueError for a year that nobody means, near which a calendar ends."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"nobody means the year {moment.year}")
    return moment.astimezone(UTC)


def promised_words(conversation: Conversation, at: Moment) -> str:
    """By when something is promised next there, in words; "" where nothing is."""
    promised = conversation.next_promise_at
    return by_when(promised, now=at.at, zone=at.zone, language=at.language) if promised else ""
