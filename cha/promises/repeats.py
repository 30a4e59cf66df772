"""How often people had to say something twice, counted from the ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cha.conversations.models import Conversation
from cha.core.ledger import REPEATED, Event
from cha.core.queries import asked


@dataclass(frozen=True, slots=True)
class Repeats:
    """people: who wrote at all. repeated: those of them who told again what we held and had asked for all the same.

    told_again: how often; asked_anyway: how often a member asked although it was pointed out; concerns: how often
    somebody came back about the same concern.
    """

    people: int
    repeated: int
    told_again: int
    asked_anyway: int
    concerns: int


def repeats(since: datetime, until: datetime) -> Repeats:
    """The figures of since ≤ time < until. Two queries, along an index each."""
    told = _repeated(since, until)
    count = Counter(verb for verb, _person in told)
    wrote = Conversation.objects.filter(last_at__gte=since, opened_at__lt=until, heard_count__gt=0)
    return Repeats(
        people=wrote.values("person_id").distinct().count(),
        repeated=len({person for verb, person in told if verb == "fact.told_again"}),
        told_again=count["fact.told_again"],
        asked_anyway=count["fact.asked_anyway"],
        concerns=count["concern.repeated"],
    )


@asked(datetime, datetime)
def _repeated(since: datetime, until: datetime) -> QuerySet[Event, tuple[str, int | None]]:
    rows = Event.objects.filter(verb__in=REPEATED, at__gte=since, at__lt=until)
    return rows.values_list("verb", "person_id")
