"""A shop with a policy, an order, and ways to say what is given there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.money import Money
from cha.people.models.record import Record
from cha.people.models.record_source import RecordSource
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models import Approval, PolicySet, Remedy
from cha.resolutions.remedies.deciding import decide_remedy

ALL = tuple(RemedyKind.values)


def rule(key: str = "all", agent: int = 200_00, lead: int = 500_00, **more: Any) -> dict[str, Any]:
    """One rule as data: what an agent and a lead may give at once."""
    grants = [{"who": "agent", "up_to": agent}, {"who": "lead", "up_to": lead}]
    return {"key": key, "remedies": list(ALL), "currency": "EUR", "grants": grants, **more}


def policy(*rules: dict[str, Any]) -> PolicySet:
    """A policy that is in force."""
    row = PolicySet(number=1, state="live", rules=list(rules or [rule()]), starts_at=now() - timedelta(days=1))
    row.save(force_insert=True)
    return row


def order(talk: Conversation, amount: int | None = 62_00, currency: str = "EUR", number: str = "2291") -> Record:
    """An order of theirs."""
    source, _made = RecordSource.objects.get_or_create(name="Shop", defaults={"kind": "webhook"})
    row = Record(
        source=source,
        kind="order",
        external_id=number,
        number=number,
        amount=amount,
        currency=currency,
        placed_at=now() - timedelta(days=3),
        as_of=now(),
        person_id=talk.person_id,
    )
    row.save(force_insert=True)
    return row


def give(
    talk: Conversation,
    by: Acting | Actor,
    kind: str = "refund",
    minor: int = 20_00,
    *,
    currency: str = "EUR",
    words: str = "Money back",
    checklist: Sequence[str] = (),
    **more: Any,
) -> Remedy:
    """Give something, as whoever decides."""
    return decide_remedy(talk, kind, words, by=by, amount=Money(minor, currency), checklist=checklist, **more)


def yes(talk: Conversation, minor: int = 372_00, *, kind: str = "refund", state: str = "yes", **more: Any) -> Approval:
    """An approval as it stands after an answer."""
    row = Approval(
        conversation=talk,
        person_id=talk.person_id,
        kind=kind,
        amount=minor,
        currency="EUR",
        words="all of it back",
        state=state,
        **more,
    )
    row.save(force_insert=True)
    return row
