"""The screen of the long list put together: views, heading, chips, rows, what can be done with many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cha.channels.models import Channel
from cha.conversations.counting import kept_counts
from cha.conversations.models import Bulk, Columns
from cha.conversations.models.viewing import may_change_view
from cha.core.clock import now
from cha.core.ids import decode
from cha.team.models import Member, Power, brand
from cha.team.models.member import ANSWERS
from cha.workspace.crowd import acting
from cha.workspace.crowd.asked import PLAIN, Asked
from cha.workspace.crowd.chips import chips, offers
from cha.workspace.crowd.columns import CHOSEN_BY, COLUMNS
from cha.workspace.crowd.nothing import nothing
from cha.workspace.crowd.ordering import WORDS
from cha.workspace.crowd.page import channels_by_name, list_page, said_count
from cha.workspace.crowd.shelf import Section, shelf
from cha.workspace.doors import MemberRequest
from cha.workspace.now.page import STREAM, moment
from cha.workspace.now.rows import Moment
from cha.workspace.rail import rail
from cha.workspace.topics import live_token

# How long the page still tells of what was done.
TOLD_FOR: Final = timedelta(seconds=60)


def wants_stream(request: MemberRequest) -> bool:
    """Whether only the next rows are asked for, to be put below those that are there."""
    return STREAM in request.headers.get("Accept", "") and bool(request.GET.get("after"))


def rows_stream(request: MemberRequest) -> HttpResponse:
    """The next page of rows as a stream."""
    sections = shelf(request.user)
    asked = Asked.of(request.GET, sections)
    response = render(request, "workspace/crowd/rows.html", _rows(request, asked, moment(), channels_by_name()))
    response["Content-Type"] = f"{STREAM}; charset=utf-8"
    return response


def long_list(request: MemberRequest) -> dict[str, Any]:
    """Everything that the page shows."""
    member, face = request.user, brand()
    at = moment(face)
    sections = shelf(member)
    asked = Asked.of(request.GET, sections)
    channels = channels_by_name()
    counts = _counts(member, sections, at, channels)
    rows = _rows(request, asked, at, channels)
    return {
        **rows,
        "rail": rail(member, "all", face),
        "live_topics": live_token(member),
        "live_after": request.heard_from,
        "sections": sections,
        "counts": counts,
        "summary": _summary(asked, rows["page"].fit, counts.get(asked.view.key, 0)),
        "nothing": nothing(asked),
        "groupings": _groupings(asked),
        "orders": [(str(words), asked.url(order=key), key == asked.order) for key, words in WORDS.items()],
        "order_words": WORDS[asked.order],
        "chips": chips(asked),
        "offers": offers(asked, *_names(sections)),
        "clear": Asked.url(asked.narrowed(type(asked.more)())),
        "bar": acting.bar_of(asked.view.key, member),
        "all_columns": [(name, str(COLUMNS[name][0]), name in rows["columns"]) for name in CHOSEN_BY],
        "may_change": bool(asked.view.row and may_change_view(asked.view.row, member)),
        "may_export": Power.EXPORT in member.powers,
        "did": _did(request),
    }


def _rows(request: MemberRequest, asked: Asked, at: Moment, channels: dict[str, list[int]]) -> dict[str, Any]:
    own = Columns.objects.filter(member=request.user).values_list("names", flat=True).first() or []
    columns = asked.columns(own)
    page = list_page(asked, request.user, at, columns, channels, request.GET.get("after", ""))
    return {
        "asked": asked,
        "said_count": said_count,
        "columns": columns,
        "headings": [COLUMNS[name] for name in columns],
        "page": page,
        "more": asked.url(after=page.more) if page.more else "",
        "fits": said_count(page.fit),
    }


def _counts(member: Member, sections: list[Section], at: Moment, channels: dict[str, list[int]]) -> dict[str, int]:
    wanted = {view.key: view.wanted for section in sections for view in section.views}
    return kept_counts(member, wanted, at.at.astimezone(ZoneInfo(at.zone)), channels)


def _summary(asked: Asked, fit: int, whole: int) -> str:
    order = {
        "care": _("In order of care, then of time."),
        "newest": _("Newest words first."),
        "waits": _("Who waits longest first."),
        "promised": _("What is promised soonest first."),
    }[asked.order]
    if asked.more:
        numbers = {"whole": said_count(max(whole, fit)), "fit": said_count(fit)}
        return _("%(whole)s people, %(fit)s fit.") % numbers + " " + order
    return (_("%(fit)s people.") if fit != 1 else _("%(fit)s person.")) % {"fit": said_count(fit)} + " " + order


def _groupings(asked: Asked) -> list[tuple[str, str, bool]]:
    ways = [("team", _("By team")), ("person", _("By person")), ("", _("One list"))]
    return [
        (words, asked.url(group=key or (PLAIN if asked.view.grouping else "")), key == asked.grouping)
        for key, words in ways
    ]


def _names(sections: list[Section]) -> tuple[list[str], list[str], list[str]]:
    """The names that the menu of filters offers: teams, members, media. Two queries."""
    teams = [view.label for section in sections for view in section.views if view.key.startswith("team-")]
    hands = Member.objects.filter(is_active=True, role__in=ANSWERS).order_by("name").values_list("name", flat=True)
    media = Channel.objects.order_by("medium").values_list("medium", flat=True).distinct()
    return teams[:12], ["nobody", "me", *[name.split(" ")[0] for name in hands[:12]]], list(media)


def _did(request: MemberRequest) -> dict[str, Any] | None:
    """What was just done to many, while it is worth telling."""
    try:
        pk = decode(request.GET.get("did", "")) if request.GET.get("did") else 0
    except ValueError:
        return None
    bulk = Bulk.objects.filter(pk=pk, member=request.user).first() if pk else None
    if bulk is None or (bulk.done_at and now() - bulk.done_at > TOLD_FOR):
        return None
    return {"bulk": bulk, "said": acting.said(bulk)}
