"""How guides do: used how often, left at which step, decided otherwise where, and whether it helped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, State
from cha.core.clock import now
from cha.resolutions.models import GuideWalk
from cha.team.models import Member

DAYS = 90
MOST = 5000
REMARKS = 12
FIELDS = (
    "conversation_id", "answers", "at_step", "ended", "remark", "ended_at", "started_at", "conversation__state",
    "member__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """What a member said of a guide: at which step, and whether they left it for another way."""

    words: str
    step: str
    better: bool
    by: str
    at: datetime


@dataclass(slots=True)
class Counts:
    """Of a guide's walks: steps by key. `right` of `settled` conversations were put right and the person said so."""

    used: int = 0
    ended: int = 0
    left: Counter[str] = field(default_factory=Counter)
    better: Counter[str] = field(default_factory=Counter)
    otherwise: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    settled: int = 0
    right: int = 0
    remarks: list[Remark] = field(default_factory=list)

    @property
    def helped(self) -> int | None:
        """How many percent of those that were put right said so; None below five."""
        return round(100 * self.right / self.settled) if self.settled >= 5 else None


def used_since(days: int = DAYS) -> dict[int, int]:
    """How often each guide was begun in the last `days`, by its id. One query."""
    rows = GuideWalk.objects.filter(started_at__gte=now() - timedelta(days=days)).values_list("version__guide")
    return dict(rows.annotate(times=Count("pk")))


def counts_of(guide: int, reader: Member, days: int = DAYS) -> Counts:
    """How a guide did in the last `days`, of at most the newest 5,000 walks. Two queries.

    Remarks may speak of a person: only those are there whose conversation exists for the reader.
    """
    rows = GuideWalk.objects.filter(version__guide=guide, started_at__gte=now() - timedelta(days=days))
    found = list(rows.order_by("-pk").values(*FIELDS)[:MOST])
    told = {row["conversation_id"] for row in found if row["remark"]}
    seen = set(visible_to(reader).filter(pk__in=told).values_list("pk", flat=True)) if told else set()
    for row in found:
        row["remark"] = row["remark"] if row["conversation_id"] in seen else ""
    return counted(found)


def counted(rows: Iterable[dict[str, object]]) -> Counts:
    """The counts of walks, newest first."""
    counts = Counts()
    for row in rows:
        counts.used += 1
        step, ended = str(row["at_step"]), row["ended"]
        counts.ended += ended == "end"
        counts.left[step] += ended == "left"
        counts.better[step] += ended == "other"
        answers: list[dict[str, object]] = row["answers"]  # type: ignore[assignment]
        counts.came.update({str(one["step"]) for one in answers} | ({step} if step else set()))
        counts.otherwise.update({str(one["step"]) for one in answers if one["instead"]})
        counts.settled += row["conversation__state"] in (State.PUT_RIGHT, State.CONFIRMED)
        counts.right += row["conversation__state"] == State.CONFIRMED
        if row["remark"] and len(counts.remarks) < REMARKS:
            at: datetime = row["ended_at"] or row["started_at"]  # type: ignore[assignment]
            name = str(row["member__name"] or "")
            counts.remarks.append(Remark(str(row["remark"]), step, ended == "other", name, at))
    return counts


def helped_without(topics: Iterable[str], days: int = DAYS) -> int | None:
    """The same of conversations about these topics in which no guide was walked; None below five. One query."""
    rows = Conversation.objects.filter(topic__in=list(topics), opened_at__gte=now() - timedelta(days=days))
    found = rows.filter(guide_walks=None).aggregate(
        settled=Count("pk", filter=Q(state__in=(State.PUT_RIGHT, State.CONFIRMED))),
        right=Count("pk", filter=Q(state=State.CONFIRMED)),
    )
    return round(100 * found["right"] / found["settled"]) if found["settled"] >= 5 else None
