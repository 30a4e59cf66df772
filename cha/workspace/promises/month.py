"""How the month went on the board: in numbers, one mark a promise, and the last that were broken."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from cha.promises.models import Promise
from cha.promises.tally import Months, counted, months
from cha.ui.kept import Kept
from cha.workspace.now.rows import Moment, named

BROKEN_SHOWN: Final = 2
_months: Kept[Month] = Kept(200)


@dataclass(frozen=True, slots=True)
class Month:
    """When this month and the one before began, how they went, and the last that were broken."""

    since: datetime
    before: datetime
    went: Months
    failed: tuple[dict[str, Any], ...]


def month_of(rows: QuerySet[Promise], at: Moment, key: Hashable = None) -> Month:
    """How these promises went. With a `key`, kept until something is settled; else counted anew: two queries or three.

    Everything is read along the index `promise_settled`.
    """
    since, before = months(at.at, at.zone)
    if key is None:
        return _read(rows, since, before)
    newest = rows.filter(settled_at__gte=before).order_by("-settled_at", "-id").values_list("settled_at", "id").first()
    return _months.one((key, since, newest), lambda: _read(rows, since, before))


def _read(rows: QuerySet[Promise], since: datetime, before: datetime) -> Month:
    went = counted(rows, since, before)
    if not went.this.broken:
        return Month(since, before, went, ())
    broken = rows.filter(settled_at__gte=since, state="broken").order_by("-settled_at", "-id")
    shown = broken.values(
        "conversation_id", "person_id", "person__name", "words", "conversation__gist", "conversation__subject"
    )
    found: tuple[Any, ...] = tuple(named(shown[:BROKEN_SHOWN]))
    return Month(since, before, went, found)
