"""What is known about a concern that answers a guide's steps, and what nobody needs to ask for. From rows to values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.queries import asked
from cha.language.times import ago, said
from cha.people.models import Fact
from cha.people.models.record import Record, records_of
from cha.promises.understanding.days import day_named
from cha.resolutions.guides.flow import FACT
from cha.resolutions.guides.knowing import Known
from cha.team.models import brand

MOST = 60


@asked(int)
def _facts(person: int) -> QuerySet[Fact]:
    # SQLite would look through every fact that was never corrected, were that asked for here.
    return Fact.objects.filter(person_id=person).order_by("-told_at", "-id")[:MOST]


def facts_told(conversation: Conversation) -> list[Fact]:
    """What the person told and nobody corrected; of this conversation first, then the newest."""
    rows = [fact for fact in _facts(conversation.person_id) if not fact.corrected_by_id]
    return sorted(rows, key=lambda fact: fact.conversation_id != conversation.pk)


def order_of(conversation: Conversation, facts: Sequence[Fact] | None = None) -> Record | None:
    """The order that this is about: the one they named here, else the only one, else the newest of the last month."""
    orders = [row for row in records_of(conversation.person_id) if row.kind == Record.Kind.ORDER]
    told = facts_told(conversation) if facts is None else facts
    named = [_same(fact.value) for fact in told if fact.kind == "order" and fact.conversation_id == conversation.pk]
    for number in named:
        if found := next((row for row in orders if _same(row.number) == number), None):
            return found
    if named or not orders:
        return None
    newest = orders[0]
    fresh = newest.placed_at is not None and (now() - newest.placed_at).days <= 31
    return newest if fresh or len(orders) == 1 else None


def _same(number: str) -> str:
    plain = "".join(sign for sign in number.casefold() if sign.isalnum())
    return plain.lstrip("abcdefghijklmnopqrstuvwxyz") or plain


def knowledge_of(conversation: Conversation, language: str = "en") -> dict[str, Known]:
    """What is known, by the names of `guides.flow.SOURCES` and "fact NAME". `language` is the reader's. Two queries.

    The newest of what they told counts, and of this conversation before others.
    """
    facts, at = facts_told(conversation), now()
    face = brand()
    zone = face.zone if face else "UTC"
    known = _of_order(order_of(conversation, facts), at, zone, language)
    for name, value in (
        ("topic", conversation.topic.replace("_", " ")),
        ("mood", conversation.mood),
        ("language", conversation.language.split("-")[0]),
        ("channel", conversation.medium),
    ):
        if value:
            known[name] = Known(value, value, _("this conversation"))
    for fact in reversed(facts):
        when = said(fact.told_at, now=at, zone=zone, language=language)
        source = _("told %(when)s") % {"when": when}
        known[FACT + fact.kind] = Known(fact.value, fact.value, source)
        if fact.kind == "date" and fact.conversation_id == conversation.pk:
            day = _day(fact, conversation.language, zone)
            days = (at.astimezone(ZoneInfo(zone)).date() - day).days if day else None
            known["delivery date"] = Known(fact.value, fact.value, source, days)
    return known


def _of_order(order: Record | None, at: datetime, zone: str, language: str) -> dict[str, Known]:
    if order is None:
        return {}
    where = _("%(shop)s, order %(number)s") % {"shop": order.source.name, "number": order.number}
    known = {"order status": Known(order.status, order.status, where)} if order.status else {}
    if order.placed_at:
        local = ZoneInfo(zone)
        days = (at.astimezone(local).date() - order.placed_at.astimezone(local).date()).days
        words = _("%(span)s ago") % {"span": ago(at - order.placed_at, language)}
        known["order placed"] = Known(order.placed_at.date().isoformat(), words, where, days)
    return known


def _day(fact: Fact, language: str, zone: str) -> date | None:
    return day_named(fact.value, language or "en", fact.told_at.astimezone(ZoneInfo(zone)).date())
