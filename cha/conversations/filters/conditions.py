"""What a filter means of conversations, as a condition for a query. Visibility is not in it: filter `visible_to(by)`.

Which index carries a list that is narrowed by one clause alone; the others are tested on the rows it leads to:

| clause | index |
|---|---|
| `is:waiting`, `is:new`, `waits:` | conversation_care (partial: waiting on us) |
| `is:waiting` with `with:` | conversation_mine (partial) |
| `is:theirs,right,confirmed,aside,open` | conversation_state |
| `from:`, `organisation:` | conversation_person |
| `before:`, `after:`, `during:` | conversation_newest, and every list's own order |
| `with:`, `team:` | the foreign key's own |
| `tag:` | the tag's, of the table between |
| `has:` | by the conversation, of each row that the list walks |
| others | none: they are tested on the rows of the list's walk |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import IExact

from cha.conversations.filters.fields import NOBODY, OWN
from cha.conversations.filters.knowing import Known
from cha.conversations.filters.spans import span
from cha.conversations.filters.values import Clause, Filter
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.conversation import OPEN, Conversation, State
from cha.conversations.models.drafting import Draft
from cha.conversations.models.message import Kind, Message
from cha.people.models import Person
from cha.team.models import Member

NONE: Final = Q(pk__in=[])
_MINUTES: Final = {"m": 1, "min": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}


@dataclass(frozen=True, slots=True)
class _Asking:
    by: Member
    at: datetime
    known: Known


def condition(filter: Filter, *, by: Member, at: datetime, known: Known) -> Q:
    """The condition of all clauses, of conversations; words are for search. `at` is aware: days begin in its zone.

    No clause joins a table, so no row repeats. What is asked of a name that nobody has is met by no conversation.
    """
    asking = _Asking(by, at, known)
    wanted = Q()
    for clause in filter.clauses:
        one = _clause(clause, asking)
        wanted &= ~one if clause.negated else one
    return wanted


def _clause(clause: Clause, asking: _Asking) -> Q:
    if clause.field.startswith(OWN):
        return reduce(or_, [_own(clause.field.removeprefix(OWN), value) for value in clause.values], NONE)
    say = _SAY[clause.field]
    return reduce(or_, [say(value, asking) for value in clause.values], NONE)


def _own(name: str, value: str) -> Q:
    """A field of the house's own, kept in `custom` under its name, as text in any case."""
    kept = Coalesce(Cast(KeyTextTransform(name, "custom"), TextField()), Value("", TextField()))
    return Q(IExact(kept, value))


def _among(column: str, field: str, nobody: Q | None = None) -> Callable[[str, _Asking], Q]:
    def say(value: str, asking: _Asking) -> Q:
        if nobody is not None and value.casefold() in NOBODY:
            return nobody
        return Q(**{f"{column}__in": list(asking.known.of(field, value))})

    return say


def _tagged(value: str, asking: _Asking) -> Q:
    rows = Conversation.tags.through.objects.filter(tag_id__in=list(asking.known.of("tag", value)))
    # Led by the tag's index: asked row by row (EXISTS), SQLite reads every conversation for a tag that few carry.
    return Q(pk__in=rows.values("conversation_id"))


def _organised(value: str, asking: _Asking) -> Q:
    persons = Person.objects.filter(organisation_id__in=list(asking.known.of("organisation", value)))
    return Q(person_id__in=persons.values("pk"))


def _medium(value: str, _: _Asking) -> Q:
    plain = value.casefold().replace("-", "")
    return Q(medium="email" if plain == "mail" else plain)


def _topic(value: str, _: _Asking) -> Q:
    return Q(topic__iexact="_".join(value.split()))


def _language(value: str, _: _Asking) -> Q:
    return Q(language__iexact=value) | Q(language__istartswith=f"{value}-")


def _is(value: str, asking: _Asking) -> Q:
    return {
        "waiting": Q(state=State.OURS, snoozed_until=None),
        "theirs": Q(state=State.THEIRS),
        "open": Q(state__in=OPEN),
        "right": Q(state__in=[State.PUT_RIGHT, State.CONFIRMED]),
        "confirmed": Q(state=State.CONFIRMED),
        "snoozed": Q(snoozed_until__isnull=False),
        "aside": Q(state=State.ASIDE),
        "trash": Q(state="trash"),
        "unassigned": Q(assignee=None, state__in=OPEN),
        "mine": Q(assignee=asking.by.pk),
        "promised": Q(next_promise_at__isnull=False),
        "risk": Q(promise_state__in=["risk", "broken"]),
        "new": Q(state=State.OURS, snoozed_until=None, first_answer_at=None),
    }[value]


def _has(value: str, asking: _Asking) -> Q:
    if value == "file":
        rows = Attachment.objects.filter(message__conversation=OuterRef("pk"), inline=False)
        return Q(Exists(rows))
    if value == "note":
        return Q(Exists(Message.objects.filter(conversation=OuterRef("pk"), kind=Kind.NOTE)))
    if value == "draft":
        return Q(Exists(Draft.objects.filter(conversation=OuterRef("pk"), member=asking.by)))
    return Q(next_promise_at__isnull=False)


def _before(value: str, asking: _Asking) -> Q:
    return Q(last_at__lt=span(value, asking.at)[0])


def _after(value: str, asking: _Asking) -> Q:
    return Q(last_at__gte=span(value, asking.at)[0])


def _during(value: str, asking: _Asking) -> Q:
    first, end = span(value, asking.at)
    return Q(last_at__gte=first, last_at__lt=end)


def _waits(value: str, asking: _Asking) -> Q:
    found = re.fullmatch(r"([<>]?)([0-9]+)([a-z]+)", value)
    if not found:
        return NONE
    since = asking.at - timedelta(minutes=int(found[2]) * _MINUTES[found[3]])
    longer = Q(waiting_since__gte=since) if found[1] == "<" else Q(waiting_since__lt=since)
    return longer & Q(state=State.OURS)


def _promised(value: str, asking: _Asking) -> Q:
    today, tomorrow = span("today", asking.at)
    if value == "late":
        return Q(next_promise_at__lt=asking.at)
    first, days = {"today": (today, 1), "tomorrow": (tomorrow, 1), "week": (today, 7)}[value]
    return Q(next_promise_at__gte=first, next_promise_at__lt=first + timedelta(days))


_SAY: Final[dict[str, Callable[[str, _Asking], Q]]] = {
    "from": _among("person", "from"),
    "organisation": _organised,
    "with": _among("assignee", "with", Q(assignee=None)),
    "team": _among("team", "team", Q(team=None)),
    "channel": _among("channel_id", "channel", Q(channel_id=None)),
    "medium": _medium,
    "tag": _tagged,
    "topic": _topic,
    "language": _language,
    "mood": lambda value, _: Q(mood=value),
    "is": _is,
    "has": _has,
    "before": _before,
    "after": _after,
    "during": _during,
    "waits": _waits,
    "promised": _promised,
    # A row that promises keeps (`cha.promises.models.target_clock`).
    "target": lambda _value, _asking: Q(target_clock__missed_at__isnull=False),
}
