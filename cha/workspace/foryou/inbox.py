"""The inbox as a page shows it: each notification a line with a face or a glyph, its time, its ways on, by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from cha.conversations.models.message import first_words
from cha.core.ids import decode, encode
from cha.language.times import clock, said
from cha.notifications.models import Notification, inbox
from cha.notifications.wording import line
from cha.team.models import Member
from cha.workspace.now.rows import Moment, iso

SHOWN: Final = 40
QUOTED: Final = 240
_GLYPHS: Final = {"failed": "circle-alert", "given": "user-plus", "back": "clock", "disowned": "shield-alert"}
_BY_COLLEAGUES: Final = ("named", "asked", "decide", "policy")
# Hard words stay folded: they are read in the conversation, when one is ready.
_QUOTES: Final = ("named", "asked", "thanked", "writes")


@dataclass(frozen=True, slots=True)
class Face:
    """Whose face stands beside a line."""

    name: str
    tint: int


@dataclass(frozen=True, slots=True)
class Ping:
    """One line. `ways` are (words, address, glyph); `theirs` says that the quote is a person's own words."""

    id: str
    new: bool
    face: Face | None
    glyph: str
    head: str
    rest: str
    path: str
    quote: str
    theirs: bool
    language: str
    iso: str
    time: str
    ways: tuple[tuple[str, str, str], ...]
    read: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """Days with their lines, newest first, and the address of earlier ones, "" when there are none."""

    days: tuple[tuple[str, tuple[Ping, ...]], ...]
    earlier: str


def shown(member: Member, at: Moment, show: str, before: str = "") -> Inbox:
    """The new ones; with `show`, `all` or `thanks`. `before` is where the page before ended."""
    rows = inbox(member)
    if show == "thanks":
        rows = rows.filter(kind="thanked")
    elif show != "all":
        rows = rows.filter(read_at=None)
    start = _number(before)
    if start:
        rows = rows.filter(pk__lt=start)
    found = list(rows[: SHOWN + 1])
    query = f"?show={show}&" if show else "?"
    last = found[SHOWN - 1] if len(found) > SHOWN else None
    earlier = f"{reverse('for-you')}{query}before={encode(last.pk)}" if last else ""
    return Inbox(_by_day(found[:SHOWN], at), earlier)


def _number(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None


def _by_day(rows: Iterable[Notification], at: Moment) -> tuple[tuple[str, tuple[Ping, ...]], ...]:
    days = groupby(rows, key=lambda row: row.made_at.astimezone(ZoneInfo(at.zone)).date())
    return tuple((_day(day, at), tuple(ping(row, at) for row in found)) for day, found in days)


def _day(day: date, at: Moment) -> str:
    today = at.at.astimezone(ZoneInfo(at.zone)).date()
    near = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
    if day in near:
        return near[day]
    noon = at.at - timedelta(days=(today - day).days)
    # Seen from a month on, a day is said by its date.
    return said(noon, now=noon + timedelta(days=30), zone=at.zone, language=at.language)


def ping(row: Notification, at: Moment) -> Ping:
    """One notification as values."""
    words, quote = line(row, at.at), _quote(row)
    return Ping(
        id=f"ping-{encode(row.pk)}",
        new=row.read_at is None,
        face=_face(row),
        glyph=_GLYPHS.get(row.kind, "bell"),
        head=words.head,
        rest=words.rest,
        path=words.path,
        quote=quote,
        theirs=row.kind not in _BY_COLLEAGUES,
        language=row.message.language if row.message and quote else "",
        iso=iso(row.made_at),
        time=clock(row.made_at, zone=at.zone, language=at.language),
        ways=_ways(row),
        read=reverse("for-you-reading", args=[row.pk]) if row.read_at is None else "",
    )


def _face(row: Notification) -> Face | None:
    if row.kind in _GLYPHS:
        return None
    if row.kind in _BY_COLLEAGUES:
        return Face(row.actor.name, row.actor.tint) if row.actor else None
    person = row.conversation.person if row.conversation else row.person
    return Face(person.called, person.tint) if person else None


def _quote(row: Notification) -> str:
    return first_words(row.message.text, QUOTED) if row.message and row.kind in _QUOTES else ""


def _ways(row: Notification) -> tuple[tuple[str, str, str], ...]:
    if row.kind == "failed":
        return ((_("What can be done"), reverse("failures") + "?whose=mine", ""),)
    if row.kind == "promise" and row.conversation_id and row.read_at is None:
        promise = int(row.subject.partition(":")[2])
        new_time = reverse("new-time", args=[row.conversation_id, promise])
        return ((_("Answer now"), line_path(row), "message-circle-reply"), (_("Agree a new time"), new_time, ""))
    return ()


def line_path(row: Notification) -> str:
    """Where the conversation is."""
    return reverse("conversation", args=[row.conversation_id])
