"""What a filter means of messages, for search: some clauses are about the message itself, not its conversation."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from cha.conversations.filters.conditions import NONE, condition
from cha.conversations.filters.knowing import Known
from cha.conversations.filters.spans import span
from cha.conversations.filters.values import Clause, Filter
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.message import Kind
from cha.conversations.search.asking import END, Narrowed
from cha.core.ids import first_id
from cha.team.models import Member

TIMES = ("before", "after", "during")


def narrowed(filter: Filter, *, by: Member, at: datetime, known: Known) -> Narrowed:
    """Which messages: `from:` what they said themselves, `has:file` those that carry one, times those of the message.

    `at` is aware: days begin in its zone.
    """
    first, end = 0, END
    messages = Q(kind=Kind.HEARD) if any(not clause.negated for clause in filter.of("from")) else Q()
    for clause in filter.of(*TIMES):
        ranges = [_ids(clause.field, value, at) for value in clause.values]
        if clause.negated or len(ranges) > 1:
            one = reduce(or_, [Q(pk__gte=low, pk__lt=high) for low, high in ranges], NONE)
            messages &= ~one if clause.negated else one
        else:
            first, end = max(first, ranges[0][0]), min(end, ranges[0][1])
    files = [clause for clause in filter.of("has") if clause.values == ("file",)]
    for clause in files:
        carries = Q(Exists(Attachment.objects.filter(message=OuterRef("pk"), inline=False)))
        messages &= ~carries if clause.negated else carries
    rest = Filter(clauses=tuple(one for one in filter.besides(*TIMES).clauses if one not in files))
    wanted = condition(rest, by=by, at=at, known=known)
    return Narrowed(wanted, messages, first, max(first, end), few=any(_leads(clause) for clause in rest.clauses))


def _ids(field: str, value: str, at: datetime) -> tuple[int, int]:
    """The ids of what was made then; one is made when its message came."""
    low, high = (first_id(moment) for moment in span(value, at))
    return {"before": (0, low), "after": (low, END), "during": (low, high)}[field]


def _leads(clause: Clause) -> bool:
    """Whether an index leads from this clause to its conversations."""
    return clause.field in ("from", "tag") and not clause.negated
