"""How the queue would stand if the reasons weighed otherwise: read from what is kept, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from cha.conversations.models.conversation import ConversationQuerySet
from cha.promises.care import CareInput, Reason, Weights, care, in_order
from cha.promises.caring import TARGET
from cha.promises.models import Promise
from cha.promises.signed import signed

MOST: Final = 5_000
FIELDS: Final = (
    "id", "person_id", "person__name", "person__tint", "waiting_since", "next_promise_at", "promise_state", "mood",
    "heard_count", "care_signs", "care_reasons",
)  # fmt: skip


class Waits(TypedDict):
    """Somebody who waits: columns of FIELDS."""

    id: int
    person_id: int
    person__name: str
    person__tint: int
    waiting_since: datetime
    next_promise_at: datetime | None
    promise_state: str
    mood: str
    heard_count: int
    care_signs: list[dict[str, Any]]
    care_reasons: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place now and then, counted from 1, and why it would be theirs."""

    row: Waits
    now: int
    then: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """places: the first ones then, and those who are among the first now. moved: how many places would change."""

    places: tuple[Place, ...]
    waiting: int
    moved: int


def waiting_in_order(seen: ConversationQuerySet) -> list[Waits]:
    """Who waits of those that are seen, in care order; the first `MOST`. One query."""
    rows = seen.waiting().filter(waiting_since__isnull=False).in_care_order().values(*FIELDS)
    return list(rows[:MOST])


def reordered(rows: list[Waits], weights: Weights, first: int) -> Queue:
    """The queue as it would be, of rows in the order that they are in now. One query."""
    broken = _broken()
    given = {row["id"]: replace(given_of(row, broken.get(row["id"], ())), cap=weights.cap) for row in rows}
    now = {row["id"]: place for place, row in enumerate(rows, 1)}
    then = {pk: place for place, pk in enumerate(in_order(list(given.items()), weights), 1)}
    shown = [row for row in rows if min(now[row["id"]], then[row["id"]]) <= first]
    places = [
        Place(row, now[row["id"]], then[row["id"]], care(given[row["id"]], weights).reasons)
        for row in sorted(shown, key=lambda row: then[row["id"]])
    ]
    return Queue(tuple(places), len(rows), sum(now[pk] != then[pk] for pk in now))


def given_of(row: Waits, broken: Iterable[tuple[datetime, datetime]]) -> CareInput:
    """What the care order looks at, from what is kept of somebody who waits.

    broken: the promises to them that broke, each by when it was due and when it was settled.
    """
    kept = row["care_reasons"]
    due = min((by for by, at in broken if at >= row["waiting_since"]), default=None)
    return signed(
        CareInput(
            waiting_since=row["waiting_since"],
            promised_by=min(filter(None, (due, row["next_promise_at"])), default=None),
            target=_target(kept),
            mood=row["mood"] or None,
            contacts=row["heard_count"],
            fresh_promise_broken=due is not None,
            at_risk=due is None and row["promise_state"] == "risk",
            present=any(reason["code"] == "here" for reason in kept),
        ),
        row["care_signs"],
    )


def _target(kept: Iterable[Mapping[str, Any]]) -> timedelta:
    """The target that the kept reasons name. Where something is promised they name none, and none is needed."""
    minutes = next((reason["within"] for reason in kept if "within" in reason), None)
    return TARGET if minutes is None else timedelta(minutes=int(minutes))


def _broken() -> dict[int, list[tuple[datetime, datetime]]]:
    rows = Promise.objects.filter(state=Promise.State.BROKEN, conversation__state="ours", settled_at__isnull=False)
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for conversation, by, at in rows.values_list("conversation_id", "by", "settled_at"):
        if at:
            found.setdefault(conversation, []).append((by, at))
    return found
