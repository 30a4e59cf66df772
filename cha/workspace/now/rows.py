"""The rows of "who needs us now": read as plain values, with what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, State
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.queries import asked
from cha.people.models import ContactPoint
from cha.people.models.person import SAYING
from cha.promises.care import SOON, Urgency, urgency
from cha.team.models import Member
from cha.workspace.doors import shown

SHOWN: Final = 50
WORTH: Final = 5
WORTH_DAYS: Final = timedelta(days=7)
GROUPS: Final = ("now", "soon", "later", "worth")
USUAL_TARGET: Final = timedelta(hours=4)
RISK: Final = timedelta(minutes=60)

FEW = 4
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

    @property
    def minute(self) -> tuple[str, str, int]:
        """What words about time are kept under: they change with the minute."""
        return self.zone, self.language, int(self.at.timestamp()) // 60


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


@asked(keep=4000)
def _waiting() -> QuerySet[Conversation, Any]:
    rows: QuerySet[Conversation, Any] = Conversation.objects.waiting().in_care_order().values(*FIELDS)
    return rows[: SHOWN + 1]


def worth_a_word(member: Member, at: datetime) -> list[Row]:
    """Nobody waiting, worth a word: put right in the last days, and glad."""
    since = at - WORTH_DAYS
    return named(_glad(since) if sees_all(member) else _glad_of(visible_to(member), since))


@asked(datetime, keep=200)
def _glad(since: datetime) -> QuerySet[Conversation, Any]:
    return _glad_of(Conversation.objects.all(), since)


def _glad_of(rows: ConversationQuerySet, since: datetime) -> QuerySet[Conversation, Any]:
    lately = rows.filter(state__in=[State.PUT_RIGHT, State.CONFIRMED], mood="glad", last_at__gt=since)
    found: QuerySet[Conversation, Any] = lately.order_by("-last_at", "-id").values(*FIELDS)
    return found[:WORTH]


def rows_of(ids: Collection[int]) -> list[Row]:
    """These conversations' rows, whoever may see them: for live, which decides by topic."""
    if len(ids) <= FEW:
        return named(row for pk in ids for row in _row_of(pk))
    return named(Conversation.objects.filter(pk__in=ids).values(*FIELDS))


@asked(int)
def _row_of(pk: int) -> QuerySet[Conversation, Any]:
    rows: QuerySet[Conversation, Any] = Conversation.objects.filter(pk=pk).values(*FIELDS)
    return rows


def named(rows: Iterable[Any]) -> list[Row]:
    """Rows whose persons all have a name, or their first address. At most one more query."""
    found: list[Row] = list(rows)
    nameless = [row["person_id"] for row in found if not row["person__name"]]
    if nameless:
        points = ContactPoint.objects.filter(person_id__in=nameless, kind__in=SAYING).order_by("-id")
        values = dict(points.values_list("person_id", "value"))
        for row in found:
            row["person__name"] = row["person__name"] or values.get(row["person_id"], _("Somebody"))
    return found


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


def is_here(row: Row) -> bool:
    """Whether they are in the chat now and wait there: the care order has looked."""
    return any(reason.get("code") == "here" for reason in row["care_reasons"])


def iso(moment: datetime | None) -> str:
    """A moment for machines, or nothing."""
    return moment.isoformat(timespec="seconds") if moment else ""
