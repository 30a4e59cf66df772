"""Carrying out: a remedy goes over a connector. An attempt is on disk before anything leaves; doubt is settled first.

    remedy.decided ──► task carry_out (lane net)
      take_up   the attempt, its key, who works on it: committed
      the house is asked, outside of any transaction
      note      what it said; in doubt the house is asked what became of it, before anything goes again

What is done next is decided by `connectors.steps`, which is pure. A worker that dies in between leaves the row, and the
task comes back. `settling` holds what a member decides.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ledger import Event
from cha.core.tasks import Later, task
from cha.core.verbs import verb
from cha.core.worker import holder_name, synced_now
from cha.resolutions.carrying.attempts import OVER, Turn, Wait, hold_remedy, new_attempt, newest_attempt, told_of
from cha.resolutions.carrying.errands import active_connectors, connector_for, errand_of, house_of
from cha.resolutions.carrying.noting import doubt_remedy, note
from cha.resolutions.connectors.base import HOLD, Outcome, doubt, unsent
from cha.resolutions.connectors.registry import kinds
from cha.resolutions.connectors.steps import Step, next_step
from cha.resolutions.models import Attempt, Remedy
from cha.resolutions.remedies.doing import start_remedy

log = logging.getLogger("cha.connectors")

State = Remedy.State
ROUNDS: Final = 8
# A house that is paused, or whose key cannot be read: it is looked at again then.
PAUSED: Final = timedelta(minutes=10)
# Somebody else works on it: they are mostly done much sooner than their hold ends.
SOON: Final = timedelta(seconds=15)


def goes_over_one(event: Event) -> bool:
    """Whether some house does this kind of remedy: most shops have none, and then nothing is queued."""
    return any(event.facts.get("kind") in row.does for row in active_connectors())


@task("resolutions.carry_out", lane="net", rank=4, tries=30)
def carry_out(remedy: int) -> None:
    """Carry a remedy out, or find out what became of it. Can be run any number of times, by any number of workers."""
    for _ in range(ROUNDS):
        with synced_now():
            turn = take_up(remedy, by=CHA)
        if turn is None:
            return
        if isinstance(turn, Wait):
            raise Later(turn.until, "It waits.")
        again = note(turn, ask(turn), by=CHA)
        if again is not None and again > now():
            raise Later(again, "The house is asked again.")
    raise Later(now() + PAUSED, "It goes round and round.")


def ask(turn: Turn) -> Outcome:
    """Ask the house. Whatever goes wrong in here is an outcome: nobody knows what it did."""
    if turn.house is None:
        words = "What lets us in there can no longer be read. Type it again in Settings, Connectors."
        return unsent(words, PAUSED) if turn.step == Step.SEND else doubt(words)
    question = turn.kind.carry_out if turn.step == Step.SEND else turn.kind.look
    try:
        return question(turn.house, turn.errand)
    except Exception as error:
        log.exception("%s stumbled over %s", turn.kind.name, turn.errand.key)
        return doubt(f"Something went wrong while {turn.house.name} was asked: {type(error).__name__}.")


@verb
def take_up(remedy: int, *, by: Acting | Actor, at: datetime | None = None) -> Turn | Wait | None:
    """Take the next step of a remedy under a hold, and note it: what leaves next rests on this commit.

    None when there is nothing to do: it is done, taken back, failed, done by hand, or no house does it.
    """
    at = at or now()
    row = hold_remedy(remedy, by)
    attempt = newest_attempt(row) if row else None
    if row is None or (row.state in OVER and (attempt is None or attempt.sent_at is None)):
        return None
    if attempt is None or attempt.outcome in (Attempt.Outcome.REFUSED, Attempt.Outcome.DONE):
        if row.state != State.DECIDED:
            return None
        if waits := changeable_until(row, at):
            return Wait(waits)
        attempt = _begin(row, attempt, by)
    return _take(row, attempt, at) if attempt else None


def changeable_until(remedy: Remedy, at: datetime) -> datetime | None:
    """Until when whoever chose it may change their mind: before that nothing leaves."""
    until = remedy.option.offer.change_until if remedy.option else None
    return until if until and until > at else None


def _begin(remedy: Remedy, before: Attempt | None, by: Acting | Actor) -> Attempt | None:
    connector = connector_for(remedy)
    if connector is None:
        return None
    remedy.state = start_remedy(remedy, by=by).state
    return new_attempt(remedy, before, connector)


def _take(remedy: Remedy, attempt: Attempt, at: datetime) -> Turn | Wait | None:
    connector = attempt.connector
    kind = kinds().get(connector.kind) if connector else None
    if connector is None:
        return None
    if kind is None:
        # What it spoke through is not installed now. It is not forgotten: it may be again.
        return Wait(at + PAUSED)
    step = next_step(told_of(attempt, kind), at)
    if step == Step.NOTHING:
        return None
    if step == Step.SEND and remedy.state in OVER:
        step = Step.LOOK
    if step == Step.WAIT:
        return Wait(min(attempt.held_until or at, at + SOON))
    if step == Step.SEND and not connector.active:
        return Wait(at + PAUSED)
    before = (attempt.sent_at, attempt.sends)
    if step == Step.SEND:
        attempt.sent_at, attempt.sends = at, attempt.sends + 1
    attempt.holder, attempt.held_until = holder_name(), at + HOLD
    attempt.save(update_fields=["sent_at", "sends", "holder", "held_until"])
    try:
        house = house_of(connector, kind)
    except Invalid:
        house = None
    return Turn(step, attempt.pk, remedy.pk, kind, house, errand_of(remedy, attempt), before=before)


__all__ = ["Turn", "Wait", "ask", "carry_out", "doubt_remedy", "goes_over_one", "note", "take_up"]
