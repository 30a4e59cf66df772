"""The board put together: how the month went, what is at risk, and the columns; or one column alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.contrib import messages
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, to_locale

from cha.conversations.access import sees_all
from cha.language.phrases import phrases
from cha.language.times import clock
from cha.team.models import Member, brand
from cha.workspace.doors import MemberRequest
from cha.workspace.now.page import moment
from cha.workspace.now.rows import Moment
from cha.workspace.promises.at_risk import risks, rows_at_risk, rows_broken
from cha.workspace.promises.cards import Card, cards, makers_of
from cha.workspace.promises.day import day_list
from cha.workspace.promises.month import Month, month_of
from cha.workspace.promises.vows import (
    COLUMNS,
    EVERYONE,
    MINE,
    MOST,
    TEAM,
    Column,
    Vow,
    columns,
    one_column,
    open_promises,
    promises_seen,
)
from cha.workspace.rail import rail
from cha.workspace.topics import live_token


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as the page shows it: its title, how many there are in words, its cards, the way to what comes next."""

    key: str
    title: str
    count: str
    cards: list[Card]
    more: str
    more_words: str


def board(request: MemberRequest) -> dict[str, Any]:
    """The values of the page, for whoever asks: `whose`, and `column` with `after` for one column alone."""
    member, face = request.user, brand()
    at = moment(face)
    whose, key = _whose(request), request.GET.get("column", "")
    alone = key in COLUMNS
    rows = open_promises(member, whose)
    found = [one_column(rows, key, request.GET.get("after", ""), at)] if alone else columns(rows, at)
    everything = [row for column in found for row in column.rows]
    large = [] if alone else rows_at_risk(found)
    broken = [] if alone else rows_broken(promises_seen(member, whose), at)
    makers = makers_of([*everything, *broken])
    return {
        "whose": whose,
        "alone": alone,
        "segments_of": _segments(whose, member),
        "month": None if alone else shown_month(month_of(promises_seen(member, whose), at, _key(member, whose)), at),
        "risks": risks([*large, *broken], member, at, makers),
        "columns": [_shown(_without(column, large), whose, member, at, makers, alone) for column in found],
        "nothing": not everything,
        "answers": member.answers,
        "done": list(messages.get_messages(request)),
        "rail": rail(member, "promises", face),
        "live_topics": live_token(member),
        "live_after": request.heard_from,
    }


def paper(request: MemberRequest) -> dict[str, Any]:
    """The values of the day's list, for whoever asks."""
    member, face = request.user, brand()
    at, whose = moment(face), _whose(request)
    local = at.at.astimezone(ZoneInfo(at.zone))
    return {
        **day_list(member, whose, at),
        "segments_of": _segments(whose, member, "promise-day"),
        "day": format_date(local, "EEEE d MMMM", to_locale(at.language)),
        "time": clock(at.at, zone=at.zone, language=at.language),
        "house": face.called if face else "",
        "rail": rail(member, "promises", face),
    }


def _whose(request: MemberRequest) -> str:
    whose = request.GET.get("whose", "")
    return whose if whose in (TEAM, MINE) else EVERYONE


def _key(member: Member, whose: str) -> Any:
    """Under what the month is kept: all who see everything see the same."""
    if not sees_all(member):
        return None
    return EVERYONE if whose == EVERYONE else (whose, member.pk) if whose == MINE else None


def _without(column: Column, large: list[Vow]) -> Column:
    ids = {row["id"] for row in large}
    rows = [row for row in column.rows if row["id"] not in ids]
    gone = len(column.rows) - len(rows)
    return replace(column, rows=rows, count=column.count if column.count > MOST else column.count - gone)


def _segments(whose: str, member: Member, name: str = "promises") -> list[tuple[str, str, bool]]:
    page = reverse(name)
    found = [(_("Everyone’s"), page, whose == EVERYONE)]
    if member.teams.exists():
        found.append((_("My team’s"), f"{page}?whose=team", whose == TEAM))
    return [*found, (_("Mine"), f"{page}?whose=mine", whose == MINE)]


def _shown(column: Column, whose: str, member: Member, at: Moment, makers: dict[int, str], alone: bool) -> Shown:
    titles = {"now": _("Due now"), "today": _("Today"), "later": _("Later")}
    left = column.count - len(column.rows)
    query = {"column": column.key, **({"whose": whose} if whose else {}), **({"after": column.after} if alone else {})}
    return Shown(
        key=column.key,
        title=titles[column.key],
        count=_count(column),
        cards=cards(column.rows, member, at, makers),
        more=f"{reverse('promises')}?{urlencode(query)}" if column.after else "",
        more_words=_("What comes next") if alone else _more(column.key, left, column.count > MOST),
    )


def _count(column: Column) -> str:
    if column.key != "now" or column.count > MOST:
        return f"{MOST}+" if column.count > MOST else str(column.count or "")
    if not column.count:
        return ""
    return ngettext("%(num)s within the hour", "%(num)s within the hour", column.count) % {"num": column.count}


def _more(key: str, left: int, many: bool) -> str:
    if many:
        return _("All of them")
    if key == "today":
        return ngettext("%(num)s more today", "%(num)s more today", left) % {"num": left}
    if key == "now":
        return ngettext("%(num)s more within the hour", "%(num)s more within the hour", left) % {"num": left}
    return ngettext("%(num)s more later", "%(num)s more later", left) % {"num": left}


def shown_month(month: Month, at: Moment) -> dict[str, Any]:
    """The month in words."""
    names = phrases(at.language).months
    local, before = (start.astimezone(ZoneInfo(at.zone)) for start in (month.since, month.before))
    this = month.went.this
    said_so = ngettext(
        "%(num)s promise this month: %(kept)s kept, %(moved)s moved by agreement, %(broken)s broken",
        "%(num)s promises this month: %(kept)s kept, %(moved)s moved by agreement, %(broken)s broken",
        this.all,
    )
    return {
        "of": month,
        "name": names[local.month - 1],
        "before": names[before.month - 1],
        "label": said_so % {"num": this.all, "kept": this.kept, "moved": this.moved, "broken": this.broken},
        "failed": [(row["conversation_id"], _failed(row)) for row in month.failed],
    }


def _failed(row: dict[str, Any]) -> str:
    about = row["words"] or row["conversation__gist"] or row["conversation__subject"] or _("an answer")
    return f"{row['person__name'].split(' ')[0]}, {about[:48].rstrip(' .')}"
