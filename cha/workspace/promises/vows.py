"""Open promises as plain values, column by column. Each column is a stretch of the index `promise_open`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, TypedDict
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from cha.conversations.access import sees_all, visible_to
from cha.core.ids import decode, encode
from cha.promises.models import Promise
from cha.team.models import Member
from cha.workspace.now.rows import Moment, named

EVERYONE, TEAM, MINE = "", "team", "mine"
COLUMNS: Final = ("now", "today", "later")
# How many cards a column shows on the board, and on a page of its own.
EACH: Final = 6
PAGE: Final = 48
MOST: Final = 99
SOON: Final = timedelta(hours=1)

FIELDS: Final = (
    "id", "kind", "words", "by", "made_at", "made_by_kind", "made_by_id", "at_risk_at", "warned_at", "state", "zone",
    "keeper_id", "keeper__name", "keeper__tint", "moved_from__by", "conversation_id", "conversation__gist",
    "conversation__subject", "conversation__mood", "conversation__mood_guess", "conversation__medium",
    "conversation__language", "conversation__last_words", "conversation__last_language",
    "conversation__assignee_id", "conversation__assignee__name", "conversation__assignee__tint",
    "person_id", "person__name", "person__tint", "person__zone",
)  # fmt: skip


class Vow(TypedDict):
    """An open promise as the board needs it: columns of FIELDS."""

    id: int
    kind: str
    words: str
    by: datetime
    made_at: datetime
    made_by_kind: str
    made_by_id: int | None
    at_risk_at: datetime | None
    warned_at: datetime | None
    state: str
    zone: str
    keeper_id: int | None
    keeper__name: str | None
    keeper__tint: int | None
    moved_from__by: datetime | None
    conversation_id: int
    conversation__gist: str
    conversation__subject: str
    conversation__mood: str
    conversation__mood_guess: bool
    conversation__medium: str
    conversation__language: str
    conversation__last_words: str
    conversation__last_language: str
    conversation__assignee_id: int | None
    conversation__assignee__name: str | None
    conversation__assignee__tint: int | None
    person_id: int
    person__name: str
    person__tint: int
    person__zone: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board. `count` is in all, one more than MOST for many; `after` leads to what comes next."""

    key: str
    rows: Sequence[Vow]
    count: int
    after: str = ""


def promises_seen(member: Member, whose: str = EVERYONE) -> QuerySet[Promise]:
    """Promises of conversations that a member may see: everyone's, of their teams, or those they keep.

    What nobody keeps by name is kept by whom the conversation is given to.
    """
    rows = Promise.objects.all()
    if not sees_all(member):
        rows = rows.filter(conversation__in=visible_to(member))
    if whose == MINE:
        return rows.filter(Q(keeper=member.pk) | Q(keeper=None, conversation__assignee=member.pk))
    if whose == TEAM:
        return rows.filter(conversation__team__in=member.teams.values("pk"))
    return rows


def open_promises(member: Member, whose: str = EVERYONE) -> QuerySet[Promise]:
    """Those that are open, soonest first."""
    return promises_seen(member, whose).filter(state="open").order_by("by", "id")


def bounds(at: Moment) -> dict[str, tuple[datetime | None, datetime | None]]:
    """From and until when each column goes: within the hour, until midnight where the house is, and what comes then."""
    local = at.at.astimezone(ZoneInfo(at.zone))
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo).astimezone(UTC)
    hour = at.at + SOON
    return {"now": (None, hour), "today": (hour, max(hour, midnight)), "later": (max(hour, midnight), None)}


def columns(rows: QuerySet[Promise], at: Moment) -> list[Column]:
    """All columns, the beginning of each. Four queries, whatever there is."""
    places = bounds(at)
    counts = _counts(list(rows.values_list("by", flat=True)[: MOST + 1]), places)
    made = []
    for key in COLUMNS:
        found = _read(_between(rows, *places[key]), EACH)
        count = max(counts[key], len(found))
        made.append(Column(key, found[:EACH], count, _after(found[EACH - 1]) if len(found) > EACH else ""))
    return made


def one_column(rows: QuerySet[Promise], key: str, after: str, at: Moment) -> Column:
    """One column from a place on (the `after` of the page before)."""
    inside = _between(rows, *bounds(at)[key])
    count = len(inside.values_list("pk")[: MOST + 1])
    found = _read(_behind(inside, after), PAGE)
    return Column(key, found[:PAGE], count, _after(found[PAGE - 1]) if len(found) > PAGE else "")


def _between(rows: QuerySet[Promise], since: datetime | None, until: datetime | None) -> QuerySet[Promise]:
    if since:
        rows = rows.filter(by__gt=since)
    return rows.filter(by__lte=until) if until else rows


def _read(rows: QuerySet[Promise], most: int) -> list[Vow]:
    return vows(rows.values(*FIELDS)[: most + 1])


def vows(rows: Iterable[Any]) -> list[Vow]:
    """Rows whose persons have a name, or their first address."""
    found: list[Any] = list(named(rows))
    return found


def _counts(due: Sequence[datetime], places: dict[str, tuple[datetime | None, datetime | None]]) -> dict[str, int]:
    """How many there are in each column, as far as the first MOST tell."""
    made = dict.fromkeys(COLUMNS, 0)
    for by in due:
        made[next(key for key in COLUMNS if (end := places[key][1]) is None or by <= end)] += 1
    if len(due) > MOST:
        last = max(key_at for key_at, key in enumerate(COLUMNS) if made[key])
        made[COLUMNS[last]] = MOST + 1
    return made


def _after(row: Vow) -> str:
    return f"{int(row['by'].timestamp() * 1_000_000)}-{encode(row['id'])}"


def _behind(rows: QuerySet[Promise], after: str) -> QuerySet[Promise]:
    micros, _, name = after.partition("-")
    try:
        at, last = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micros)), decode(name)
    except (ValueError, OverflowError):
        return rows
    return rows.filter(by__gte=at).filter(Q(by__gt=at) | Q(by=at, id__gt=last))
