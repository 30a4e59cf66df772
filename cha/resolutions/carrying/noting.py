"""Noting what a house said of an attempt: done, under way, refused, or in doubt; and when it is asked again."""

from __future__ import annotations

from datetime import datetime

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.resolutions.carrying.attempts import OVER, Turn, hold_remedy, new_attempt, told_of
from cha.resolutions.connectors.base import Kind, Outcome, Said, doubt
from cha.resolutions.connectors.steps import MOST_ATTEMPTS, Step, after_absent, look_again
from cha.resolutions.models import Attempt, Remedy
from cha.resolutions.remedies.doing import fail_remedy, finish_remedy

State = Remedy.State


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
            if remedy.state not in OVER:
                fail_remedy(remedy, by=by, problem=outcome.words or "It was refused, and nobody said why.")
        case Said.WAY:
            attempt.outcome, again = Attempt.Outcome.GOING, look_again(max(attempt.looks, 2), at)
            if was == State.DOUBT:
                change_remedy(remedy, State.UNDER_WAY, "remedy.settled", by, attempt=attempt.number, paid=True)
        case _:
            # It is asked at once what became of it. Only what that leaves open is a doubt that members are shown.
            first = attempt.outcome != Attempt.Outcome.DOUBT
            attempt.outcome, again = Attempt.Outcome.DOUBT, at if first else look_again(attempt.looks, at)
            if not first and remedy.state not in OVER:
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
    step = after_absent(told_of(attempt, kind), at)
    if remedy.state in OVER and step == Step.SEND:
        step = Step.WAIT if attempt.sent_at and at < attempt.sent_at + kind.quiet else Step.NOT_DONE
    match step:
        case Step.SEND:
            attempt.outcome = Attempt.Outcome.GOING
            attempt.save()
            return at
        case Step.WAIT:
            attempt.outcome, attempt.words = Attempt.Outcome.DOUBT, "It is asked again when nothing can be on its way."
            attempt.save()
            if remedy.state not in OVER:
                doubt_remedy(remedy, by=by, problem=attempt.words)
            return (attempt.sent_at or at) + kind.quiet
    attempt.outcome, attempt.ended_at, attempt.words = Attempt.Outcome.REFUSED, at, "It never got there."
    attempt.save()
    connector = attempt.connector
    if remedy.state in OVER:
        return None
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
