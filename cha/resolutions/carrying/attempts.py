"""Attempts at a remedy: held with their remedy, told as values, made anew; and what is asked in one turn of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor
from cha.core.worker import alive
from cha.people.models import Person
from cha.resolutions.carrying.errands import key_of
from cha.resolutions.connectors.base import Errand, House, Kind
from cha.resolutions.connectors.steps import Step, Told
from cha.resolutions.models import Attempt, Connector, Remedy

State = Remedy.State
# Nothing more goes out for these; what had gone out is still asked after.
OVER: Final = (State.DONE, State.TAKEN_BACK, State.FAILED)


@dataclass(frozen=True, slots=True)
class Turn:
    """What is asked now: `step` SEND or LOOK. `before`: when it was sent, and how often, up to then. No `house` where
    its secrets can no longer be read.
    """

    step: Step
    attempt: int
    remedy: int
    kind: Kind
    house: House | None
    errand: Errand
    before: tuple[datetime | None, int] = (None, 0)


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is asked until then."""

    until: datetime


def hold_remedy(remedy: int, by: Acting | Actor) -> Remedy | None:
    """A remedy, locked after its conversation and its person; None for one that is gone. Raises as `must_answer`."""
    where = Remedy.objects.filter(pk=remedy).values_list("conversation_id", "person_id").first()
    if where is None:
        return None
    must_answer(Conversation(pk=where[0]), by)
    Person.objects.select_for_update().get(pk=where[1])
    rows = Remedy.objects.select_for_update(of=("self",)).select_related("order__source", "option__offer", "connector")
    return rows.filter(pk=remedy).first()


def newest_attempt(remedy: Remedy) -> Attempt | None:
    """The last attempt, locked: the only one that may still be open."""
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("connector")
    return rows.filter(remedy=remedy).order_by("-number").first()


def new_attempt(remedy: Remedy, before: Attempt | None, connector: Connector) -> Attempt:
    """The next attempt of a remedy, with a key of its own. The remedy is locked; the one before is settled."""
    number = before.number + 1 if before else 1
    if remedy.connector_id != connector.pk:
        remedy.connector = connector
        remedy.save(update_fields=["connector"])
    return Attempt.objects.create(remedy=remedy, number=number, key=key_of(remedy, number), connector=connector)


def told_of(attempt: Attempt, kind: Kind) -> Told:
    """What is known of an attempt, as values. A hold of a process that is gone is none."""
    ended = attempt.outcome in (Attempt.Outcome.DONE, Attempt.Outcome.REFUSED)
    held = attempt.held_until if attempt.holder and alive(attempt.holder) else None
    return Told(
        ended=ended,
        doubted=attempt.outcome == Attempt.Outcome.DOUBT,
        way=bool(attempt.reference) and not ended,
        first_sent_at=attempt.started_at if attempt.sent_at else None,
        sent_at=attempt.sent_at,
        sends=attempt.sends,
        looks=attempt.looks,
        held_until=held,
        keyed=kind.keyed,
        quiet=kind.quiet,
    )


def not_done_yet(conversation: int) -> str:
    """Why a conversation cannot be erased: something is still to be given there, or may have been; "" without."""
    rows = Remedy.objects.filter(conversation_id=conversation)
    on_its_way = Attempt.objects.filter(remedy__conversation_id=conversation, sent_at__isnull=False, ended_at=None)
    if rows.exclude(state__in=OVER).exists() or on_its_way.exists():
        return "Something given here is not done yet. Do it, or take it back, first."
    return ""
