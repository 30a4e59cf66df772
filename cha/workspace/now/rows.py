"""The rows of "who needs us now": read as plain values, rendered once, kept, put together with what the moment says.

A kept row is the same for every reader and every minute. It has holes, in this order, that `filled` fills: the place
in the list, the mark of the open one, urgency, the share of the ring, the words for the wait, the promise, local time.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypedDict
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, State
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.ids import encode
from cha.core.queries import asked
from cha.language.times import ago, by_when, clock, span
from cha.people.models import ContactPoint
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.care import SOON, Urgency, ring, urgency
from cha.team.models import Member
from cha.ui.jinja import icon
from cha.workspace.doors import shown
from cha.workspace.now import words
from cha.workspace.now.kept import BETWEEN, Kept, rendered

# Drawn anew in each process: a text that holds it would tear the row of every reader.
HOLE: Final = f"\x1f{secrets.token_hex(8)}"
SHOWN: Final = 50
WORTH: Final = 5
WORTH_DAYS: Final = timedelta(days=7)
GROUPS: Final = ("now", "soon", "later", "worth")
USUAL_TARGET: Final = timedelta(hours=4)
RISK: Final = timedelta(minutes=60)

FIELDS: Final = (
    "id", "version", "state", "person_id", "person__name", "person__version", "person__tint", "person__zone",
    "medium", "channel_id", "team_id", "assignee_id", "assignee__name", "subject", "gist", "language", "last_words",
    "last_language", "mood", "mood_guess", "waiting_since", "next_promise_at", "promise_state", "care_at",
    "care_reasons", "snoozed_until", "last_at",
)  # fmt: skip


class Row(TypedDict):
    """A conversation as the list needs it: columns of FIELDS."""

    id: int
    version: int
    state: str
    person_id: int
    person__name: str
    person__version: int
    person__tint: int
    person__zone: str
    medium: str
    channel_id: int | None
    team_id: int | None
    assignee_id: int | None
    assignee__name: str | None
    subject: str
    gist: str
    language: str
    last_words: str
    last_language: str
    mood: str
    mood_guess: bool
    waiting_since: datetime | None
    next_promise_at: datetime | None
    promise_state: str
    care_at: datetime | None
    care_reasons: list[dict[str, Any]]
    snoozed_until: datetime | None
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where rows are put together: `zone` is the house's."""

    at: datetime
    zone: str
    language: str


_rows: Kept[list[str]] = Kept(4000)


def forget_rows() -> None:
    """Drop every kept row."""
    _rows.clear()


def first_waiting(member: Member) -> Conversation | None:
    """Who comes first of those who may be seen."""
    found = _first() if sees_all(member) else shown(visible_to(member).waiting().in_care_order())[:1]
    return next(iter(found), None)


@asked()
def _first() -> ConversationQuerySet:
    return shown(Conversation.objects.waiting().in_care_order())[:1]


def waiting_rows(member: Member, after: tuple[datetime, int] | None = None) -> list[Row]:
    """Who waits on us and may be seen, in care order, one more than SHOWN; behind the place `after` where given."""
    if sees_all(member) and not after:
        return named(_waiting())
    rows = visible_to(member).waiting().in_care_order()
    if after:
        at, last = after
        rows = rows.filter(Q(care_at__gt=at) | Q(care_at=at, id__gt=last))
    return named(rows.values(*FIELDS)[: SHOWN + 1])


@asked()
def _waiting() -> QuerySet[Conversation, Any]:
    rows: QuerySet[Conversation, Any] = Conversation.objects.waiting().in_care_order().values(*FIELDS)
    return rows[: SHOWN + 1]


def worth_a_word(member: Member, at: datetime) -> list[Row]:
    """Nobody waiting, worth a word: put right in the last days, and glad."""
    since = at - WORTH_DAYS
    return named(_glad(since) if sees_all(member) else _glad_of(visible_to(member), since))


@asked(datetime)
def _glad(since: datetime) -> QuerySet[Conversation, Any]:
    return _glad_of(Conversation.objects.all(), since)


def _glad_of(rows: ConversationQuerySet, since: datetime) -> QuerySet[Conversation, Any]:
    lately = rows.filter(state__in=[State.PUT_RIGHT, State.CONFIRMED], mood="glad", last_at__gt=since)
    found: QuerySet[Conversation, Any] = lately.order_by("-last_at", "-id").values(*FIELDS)
    return found[:WORTH]


def rows_of(ids: Collection[int]) -> list[Row]:
    """These conversations' rows, whoever may see them: for live, which decides by topic."""
    return named(Conversation.objects.filter(pk__in=ids).values(*FIELDS))


def named(rows: Iterable[Any]) -> list[Row]:
    """Rows whose persons all have a name, or their first address. At most one more query."""
    found: list[Row] = list(rows)
    nameless = [row["person_id"] for row in found if not row["person__name"]]
    if nameless:
        points = ContactPoint.objects.filter(person_id__in=nameless).order_by("-id").values_list("person_id", "value")
        values = dict(points)
        for row in found:
            row["person__name"] = row["person__name"] or values.get(row["person_id"], _("Somebody"))
    return found


def pieces(rows: Sequence[Row], moment: Moment, current: int | None = None) -> list[Markup]:
    """Each row as a list item. Rows that are not kept are rendered in one call."""
    language = get_language()
    keys = [(row["id"], row["version"], row["person__version"], language) for row in rows]
    kept = _rows.all(keys, lambda places: _render([rows[place] for place in places]))
    return [filled(piece, row, moment, current) for piece, row in zip(kept, rows, strict=True)]


def filled(parts: list[str], row: Row, moment: Moment, current: int | None = None) -> Markup:
    """A kept row with its holes filled for this moment."""
    since, due = row["waiting_since"], due_of(row)
    share = ring(since, due, moment.at)
    holes = (
        str(care_number(row)),
        ' aria-current="true"' if row["id"] == current else "",
        urgency_of(row, moment.at),
        str(share or 1),
        ago(moment.at - since, moment.language) if since else "",
        _due(row["next_promise_at"], row["promise_state"], due, moment),
        elsewhere(row["person__zone"], moment),
    )
    whole = parts[0] + "".join(hole + part for hole, part in zip(holes, parts[1:], strict=True))
    return Markup(whole)  # noqa: S704 - holes are our own words and numbers


def care_number(row: Row) -> int:
    """The row's place as a number, milliseconds since 1970: smaller comes first."""
    return int((row["care_at"] or row["last_at"]).timestamp() * 1000)


def group_of(row: Row, at: datetime) -> str:
    """Under which heading it stands."""
    if row["state"] != State.OURS or row["waiting_since"] is None:
        return "worth"
    care_at = row["care_at"] or row["waiting_since"]
    if care_at <= at:
        return "now"
    return "soon" if care_at - at <= SOON else "later"


def urgency_of(row: Row, at: datetime) -> Urgency:
    """The colour of the ring: by the share of time that is gone, or sooner where a promise is at risk."""
    since, by = row["waiting_since"], row["next_promise_at"]
    by_share = urgency(since, due_of(row), at)
    if since is None or by is None or by_share == "now":
        return by_share
    if row["promise_state"] == "risk" or by <= at:
        return "now"
    return "soon" if by - at <= RISK else by_share


def due_of(row: Row) -> datetime | None:
    """By when something is due: the next promise, or what the house answers within."""
    since = row["waiting_since"]
    if row["next_promise_at"] or since is None:
        return row["next_promise_at"]
    minutes = next((reason.get("within") for reason in row["care_reasons"] if reason.get("code") == "target"), None)
    return since + (timedelta(minutes=int(minutes)) if minutes else USUAL_TARGET)


def _render(rows: Sequence[Row]) -> list[list[str]]:
    whole = rendered("workspace/now/pieces/_rows.html", rows=[_shown(row) for row in rows], between=BETWEEN, hole=HOLE)
    return [piece.split(HOLE) for piece in str(whole).split(BETWEEN)[: len(rows)]]


def _shown(row: Row) -> dict[str, Any]:
    subject = row["gist"] or bare_subject(row["subject"])
    since, due = row["waiting_since"], due_of(row)
    return {
        "id": encode(row["id"]),
        "url": reverse("conversation", args=[row["id"]]),
        "name": row["person__name"],
        "tint": row["person__tint"],
        "via": words.glyph_of(row["medium"]),
        "via_words": words.medium_words(row["medium"]),
        "since": iso(since),
        "until": iso(due) if since else "",
        "line": subject or row["last_words"],
        "line_language": row["language"],
        "words": row["last_words"] if subject else "",
        "words_language": row["last_language"],
        "mood": row["mood"],
        "mood_words": words.mood_words(row["mood"]),
        "guess": row["mood_guess"],
        "keeper": (row["assignee__name"] or "").split(" ")[0],
    }


def iso(moment: datetime | None) -> str:
    """A moment for machines, or nothing."""
    return moment.isoformat(timespec="seconds") if moment else ""


def _due(by: datetime | None, state: str, due: datetime | None, moment: Moment) -> str:
    if by is None:
        return _due_piece("risk", "heart-crack", str(escape(_("promise broken")))) if state == "broken" else ""
    left = by - moment.at
    if state == "risk" or left <= RISK:
        past = left < timedelta(0)
        tell = _("%s over") if past else _("%s left")
        said = tell.replace("%s", span(abs(left), moment.language))
        timed = Markup('<time datetime="{}" data-until="{}" data-words="{}" data-late="{}">{}</time>').format(
            iso(by), iso(by), _("%s left"), _("%s over"), said
        )
        return _due_piece("risk", "handshake", str(timed))
    state = "soon" if left <= SOON else ""
    return _due_piece(state, "handshake", _by(by, moment.at.date().isoformat(), moment.zone, moment.language))


@lru_cache(maxsize=2000)
def _by(by: datetime, today: str, zone: str, language: str) -> str:
    local = by.astimezone(ZoneInfo(zone))
    if local.date().isoformat() == today:
        return str(escape(_("by %(time)s") % {"time": f"{local:%H:%M}"}))
    noon = datetime.fromisoformat(f"{today}T12:00:00+00:00")
    return str(escape(by_when(by, now=noon, zone=zone, language=language)))


def _due_piece(state: str, glyph: str, inner: str) -> str:
    return f'<span class="due" data-state="{state}">{_drawn(glyph)}{inner}</span>'


@lru_cache(maxsize=32)
def _drawn(glyph: str) -> str:
    return str(icon(glyph))


def elsewhere(zone: str, moment: Moment) -> str:
    """Their time of day, where their clock is not ours and says before eight or after twenty."""
    if not zone or zone == moment.zone:
        return ""
    theirs, ours = moment.at.astimezone(ZoneInfo(zone)), moment.at.astimezone(ZoneInfo(moment.zone))
    if 8 <= theirs.hour < 20 or theirs.utcoffset() == ours.utcoffset():
        return ""
    time = clock(moment.at, zone=zone, language=moment.language)
    return str(Markup('<span class="there">{}{}</span>').format(icon("moon"), _("%(time)s there") % {"time": time}))
