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
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ledger import Event, record
from cha.core.tasks import Later, task
from cha.core.verbs import verb
from cha.core.worker import alive, holder_name, synced_now
from cha.people.models import Person
from cha.resolutions.connectors.base import HOLD, Errand, House, Kind, Outcome, Said, doubt, unsent
from cha.resolutions.connectors.registry import kinds
from cha.resolutions.connectors.steps import MOST_ATTEMPTS, Step, Told, after_absent, look_again, next_step
from cha.resolutions.doing import fail_remedy, finish_remedy, start_remedy
from cha.resolutions.errands import active_connectors, connector_for, errand_of, house_of, key_of
from cha.resolutions.models import Attempt, Connector, Remedy

log = logging.getLogger("cha.connectors")

State = Remedy.State
ROUNDS: Final = 8
# A house that is paused, or whose key cannot be read: it is looked at again then.
PAUSED: Final = timedelta(minutes=10)
# Somebody else works on it: they are mostly done much sooner than their hold ends.
SOON: Final = timedelta(seconds=15)


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
    if row is None or row.state in (State.DONE, State.TAKEN_BACK, State.FAILED):
        return None
    attempt = newest_attempt(row)
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


def new_attempt(remedy: Remedy, before: Attempt | None, connector: Connector) -> Attempt:
    """The next attempt of a remedy, with a key of its own. The remedy is locked; the one before is settled."""
    number = before.number + 1 if before else 1
    if remedy.connector_id != connector.pk:
        remedy.connector = connector
        remedy.save(update_fields=["connector"])
    return Attempt.objects.create(remedy=remedy, number=number, key=key_of(remedy, number), connector=connector)


def _take(remedy: Remedy, attempt: Attempt, at: datetime) -> Turn | Wait | None:
    connector = attempt.connector
    kind = kinds().get(connector.kind) if connector else None
    if connector is None or kind is None:
        return None
    step = next_step(told_of(attempt, kind), at)
    if step == Step.NOTHING:
        return None
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


@verb
def note(turn: Turn, outcome: Outcome, *, by: Acting | Actor, at: datetime | None = None) -> datetime | None:
    """Note what a house said. Returns when to ask it again: a moment that is past means at once, None never."""
    at = at or now()
    remedy = hold_remedy(turn.remedy, by)
    attempt = Attempt.objects.select_for_update().filter(pk=turn.attempt).first() if remedy else None
    if remedy is None or attempt is None:
        return None
    attempt.holder, attempt.held_until = "", None
    if turn.step == Step.LOOK:
        attempt.looks += 1
    if attempt.outcome in (Attempt.Outcome.DONE, Attempt.Outcome.REFUSED):
        # It was settled meanwhile: by the house's own post, or by a member.
        attempt.save(update_fields=["holder", "held_until", "looks"])
        return None
    if outcome.said == Said.UNSENT and turn.step == Step.SEND:
        return _unsent(attempt, turn, outcome, at)
    if outcome.said == Said.ABSENT:
        return _absent(remedy, attempt, turn.kind, at, by)
    if outcome.said in (Said.UNSENT, Said.DOUBT) and attempt.reference and attempt.outcome == Attempt.Outcome.GOING:
        # The house took it: that it cannot be asked now leaves no doubt of that.
        attempt.words = outcome.words
        attempt.save()
        return look_again(max(attempt.looks, 2), at)
    return settle(remedy, attempt, outcome, at, by)


def settle(remedy: Remedy, attempt: Attempt, outcome: Outcome, at: datetime, by: Acting | Actor) -> datetime | None:
    """An attempt is done, refused, under way or in doubt. Both are locked. Returns as `note` does."""
    if outcome.said == Said.DONE and not outcome.reference:
        outcome = doubt("It says that it did it, and gives no number for it.")
    attempt.reference = outcome.reference[:200] or attempt.reference
    attempt.words = outcome.words[:300]
    again: datetime | None = None
    was = remedy.state
    match outcome.said:
        case Said.DONE:
            attempt.outcome, attempt.ended_at = Attempt.Outcome.DONE, at
            _done(remedy, attempt, outcome, at, by)
        case Said.REFUSED:
            attempt.outcome, attempt.ended_at = Attempt.Outcome.REFUSED, at
            if remedy.state not in (State.DONE, State.TAKEN_BACK):
                fail_remedy(remedy, by=by, problem=outcome.words or "It was refused, and nobody said why.")
        case Said.WAY:
            attempt.outcome, again = Attempt.Outcome.GOING, look_again(max(attempt.looks, 2), at)
            if was == State.DOUBT:
                change_remedy(remedy, State.UNDER_WAY, "remedy.settled", by, attempt=attempt.number, paid=True)
        case _:
            # It is asked at once what became of it; only then it waits.
            first = attempt.outcome != Attempt.Outcome.DOUBT
            attempt.outcome, again = Attempt.Outcome.DOUBT, at if first else look_again(attempt.looks, at)
            doubt_remedy(remedy, by=by, problem=outcome.words)
    attempt.save()
    return again


def _done(remedy: Remedy, attempt: Attempt, outcome: Outcome, at: datetime, by: Acting | Actor) -> None:
    if remedy.state == State.DOUBT:
        record("remedy.settled", by=by, on=remedy, **_about(remedy), attempt=attempt.number, paid=True)
    proof = {"reference": outcome.reference, "over": attempt.connector.name if attempt.connector else ""}
    proof |= dict(outcome.proof)
    if remedy.state == State.TAKEN_BACK:
        # Somebody took it back by hand while it was going: the money is gone all the same, and that is what counts.
        remedy.proof, remedy.done_at = {**remedy.proof, **proof}, at
        remedy.save(update_fields=["proof", "done_at"])
        change_remedy(remedy, State.DONE, "remedy.done", by, problem="It was paid before it was taken back.")
        return
    if remedy.state == State.FAILED:
        # Somebody gave it up while it was going. It was given all the same, whatever the order leaves now.
        change_remedy(remedy, State.UNDER_WAY, "remedy.started", by)
    finish_remedy(remedy, by=by, proof=proof, at=at)


def _unsent(attempt: Attempt, turn: Turn, outcome: Outcome, at: datetime) -> datetime:
    """Nothing left this machine: as if it had not been tried, but for when it is tried again."""
    attempt.sent_at, attempt.sends = turn.before
    attempt.looks += 1
    attempt.words = outcome.words
    attempt.save()
    return at + outcome.again if outcome.again else look_again(attempt.looks - 1, at)


def _absent(remedy: Remedy, attempt: Attempt, kind: Kind, at: datetime, by: Acting | Actor) -> datetime | None:
    """The house knows nothing of it: it goes again where that is safe, or it is known that it did nothing."""
    match after_absent(told_of(attempt, kind), at):
        case Step.SEND:
            attempt.outcome = Attempt.Outcome.GOING
            attempt.save()
            return at
        case Step.WAIT:
            attempt.outcome, attempt.words = Attempt.Outcome.DOUBT, "It is asked again when nothing can be on its way."
            attempt.save()
            doubt_remedy(remedy, by=by, problem=attempt.words)
            return (attempt.sent_at or at) + kind.quiet
    attempt.outcome, attempt.ended_at, attempt.words = Attempt.Outcome.REFUSED, at, "It never got there."
    attempt.save()
    connector = attempt.connector
    if attempt.number >= MOST_ATTEMPTS or connector is None:
        name = connector.name if connector else "The house"
        fail_remedy(remedy, by=by, problem=f"{name} knows nothing of it after {attempt.number} tries. It is not done.")
        return None
    if remedy.state == State.DOUBT:
        change_remedy(remedy, State.UNDER_WAY, "remedy.settled", by, attempt=attempt.number, paid=False)
    new_attempt(remedy, attempt, connector)
    return at


@verb
def doubt_remedy(remedy: Remedy, *, by: Acting | Actor, problem: str) -> Remedy:
    """Nobody knows whether it was done: it is shown, and settled before anything else. What is done stays done."""
    locked = hold_remedy(remedy.pk, by)
    if locked is None or locked.state in (State.DONE, State.TAKEN_BACK):
        raise Conflict("It is settled already.")
    if locked.state == State.DOUBT:
        locked.problem = problem[:300]
        locked.save(update_fields=["problem"])
        return locked
    return change_remedy(locked, State.DOUBT, "remedy.doubted", by, problem=problem)


def change_remedy(
    remedy: Remedy, state: str, event: str, by: Acting | Actor, *, problem: str = "", **facts: int
) -> Remedy:
    """Set a locked remedy's state, and say so in the ledger."""
    remedy.state, remedy.problem = state, problem[:300]
    remedy.save(update_fields=["state", "problem"])
    record(event, by=by, on=remedy, **_about(remedy), **facts)
    return remedy


def _about(remedy: Remedy) -> dict[str, int]:
    return {"conversation": remedy.conversation_id, "person": remedy.person_id}


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
