"""The wall: a calm screen for the shop floor. First names, ways in, waits, who has them; never what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, to_locale

from cha.language.times import ago, clock, said
from cha.promises.care import ring
from cha.promises.models import Promise
from cha.promises.tally import Months, counted
from cha.team.models import Member, brand
from cha.team.roster import on_shift
from cha.workspace.now import words
from cha.workspace.now.page import moment
from cha.workspace.now.rows import Moment, Row, due_of, iso, urgency_of, waiting_rows
from cha.workspace.promises.cards import left_words
from cha.workspace.promises.vows import MOST, SOON, bounds, open_promises, promises_seen, vows

WAIT: Final = 6
NEXT: Final = 5
FACES: Final = 8
WEEK: Final = timedelta(days=7)
FIELDS: Final = (
    "id", "kind", "kept_by", "by", "at_risk_at", "warned_at", "keeper_id", "keeper__name", "person_id", "person__name",
    "conversation__assignee__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody who waits, as a screen that everybody sees may say it."""

    first: str
    tint: int
    via: str
    via_words: str
    urgency: str
    share: int
    since: str
    until: str
    wait: str
    has: str


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that is next: the time, who does what kind of thing for whom, how much time is left."""

    time: str
    iso: str
    state: str
    who: str
    left: str
    until: str


def wall(member: Member) -> dict[str, Any]:
    """What the wall shows of what `member` may see. The same number of queries whatever there is."""
    face = brand()
    at = moment(face)
    rows = waiting_rows(member)
    promised = open_promises(member)
    ends = promised.filter(by__lte=bounds(at)["today"][1]).values_list("pk")[: MOST + 1]
    due: list[Any] = vows(promised.values(*FIELDS)[:NEXT])
    today = len(ends)
    return {
        "title": _title(len(rows)),
        "day": format_date(at.at.astimezone(ZoneInfo(at.zone)), "EEEE d MMMM", to_locale(at.language)),
        "house": face.called if face else "",
        "clock": clock(at.at, zone=at.zone, language=at.language),
        "at": iso(at.at),
        "waiting": [_waits(row, at) for row in rows[:WAIT]],
        "more_wait": max(0, len(rows) - WAIT),
        "due": [_due(row, at) for row in due],
        "more_due": _more(today - len(due), today > MOST),
        "week": _week(member, at),
        "here": on_shift(at.at)[:FACES],
    }


def _title(waiting: int) -> str:
    if not waiting:
        return _("Nobody waits for us")
    return ngettext("%(num)s person waits for us", "%(num)s people wait for us", waiting) % {"num": waiting}


def _more(left: int, many: bool) -> str:
    if left <= 0:
        return ""
    num = f"{left}+" if many else str(left)
    return ngettext("and %(num)s more today", "and %(num)s more today", left) % {"num": num}


def _waits(row: Row, at: Moment) -> Waits:
    since, due = row["waiting_since"], due_of(row)
    keeper = (row["assignee__name"] or "").split(" ")[0]
    return Waits(
        first=first_of(row["person__name"]),
        tint=row["person__tint"],
        via=words.glyph_of(row["medium"]),
        via_words=words.medium_words(row["medium"]),
        urgency=urgency_of(row, at.at),
        share=ring(since, due, at.at) or 1,
        since=iso(since),
        until=iso(due),
        wait=ago(at.at - since, at.language) if since else "",
        has=_("with %(name)s") % {"name": keeper} if keeper else _("for whoever is free"),
    )


def _due(row: dict[str, Any], at: Moment) -> Due:
    by: datetime = row["by"]
    state = "risk" if row["at_risk_at"] or by <= at.at else "soon" if by - at.at <= SOON else ""
    here = by.astimezone(ZoneInfo(at.zone)).date() == at.at.astimezone(ZoneInfo(at.zone)).date()
    return Due(
        time=(clock(by, zone=at.zone, language=at.language) if here else _day(by, at)),
        iso=iso(by),
        state=state,
        who=_who(row),
        left=left_words(by, at) if by - at.at <= timedelta(hours=2) else "",
        until=iso(by),
    )


def _day(by: datetime, at: Moment) -> str:
    return said(by, now=at.at, zone=at.zone, language=at.language)


def _who(row: dict[str, Any]) -> str:
    keeper = (row["keeper__name"] or row["conversation__assignee__name"] or "").split(" ")[0]
    values = {"keeper": keeper, "name": first_of(row["person__name"])}
    answer, call = row["kept_by"] == Promise.KeptBy.ANSWER, row["kept_by"] == Promise.KeptBy.CALL
    if not keeper:
        pattern = _("An answer for %(name)s") if answer else _("For %(name)s")
        return (_("A call for %(name)s") if call else pattern) % values
    if call:
        return _("%(keeper)s calls %(name)s") % values
    return (_("%(keeper)s answers %(name)s") if answer else _("%(keeper)s for %(name)s")) % values


def first_of(name: str) -> str:
    """The first name, or nothing of an address that stands for one."""
    return _("Somebody") if "@" in name or name[:1] == "+" else name.split(" ")[0]


def _week(member: Member, at: Moment) -> Months:
    """What became of the promises of the last seven days."""
    since = at.at - WEEK
    return counted(promises_seen(member), since, since)
