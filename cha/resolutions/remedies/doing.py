"""Doing what was decided: it begins, it is ticked off by hand, it is done or it fails, or it is taken back in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cha.conversations.access import must_answer, must_be_theirs
from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import Person
from cha.promises.models import Promise, keep, release_promise
from cha.resolutions.approvals.using import unuse_approval
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.giving_again import must_leave, order_must_leave
from cha.resolutions.remedies.order_left import on_its_way
from cha.resolutions.remedies.vouchers import empty_voucher, must_be_unused

State = Remedy.State
TAKEN_BACK = "It was taken back. Decide it again, if it is wanted after all."


@verb
def start_remedy(remedy: Remedy, *, by: Acting | Actor) -> Remedy:
    """It is being done; one that failed is tried again. Twice is once.

    Raises Conflict for what is done, in doubt or taken back, and where its order was given back or its caps used up
    meanwhile.
    """
    locked = locked_remedy(remedy, by)
    if locked.state == State.UNDER_WAY:
        return locked
    if locked.state not in (State.DECIDED, State.FAILED):
        raise Conflict(_why_not(locked), code="not_open")
    must_leave(locked)
    return _change(locked, "remedy.started", by, state=State.UNDER_WAY, problem="")


@verb
def finish_remedy(
    remedy: Remedy, *, by: Acting | Actor, proof: Mapping[str, object] | None = None, at: datetime | None = None
) -> Remedy:
    """It is done, and the promise that it is done is kept. `proof`: codes and numbers that show it. Twice is once.

    Raises Conflict for what was taken back, and for what failed where its order was given back meanwhile.
    """
    locked = locked_remedy(remedy, by)
    if locked.state == State.DONE:
        return locked
    if locked.state == State.TAKEN_BACK:
        raise Conflict(TAKEN_BACK, code="taken_back")
    # What was given is given: no cap undoes it.
    order_must_leave(locked)
    at = at or now()
    shows = {**locked.proof, **(proof or {})}
    done = _change(locked, "remedy.done", by, state=State.DONE, done_at=at, problem="", proof=shows)
    promise = _promise_of(done)
    if promise:
        keep(promise, by=by, at=at)
    return done


@verb
def fail_remedy(remedy: Remedy, *, by: Acting | Actor, problem: str) -> Remedy:
    """It did not go through; `problem` says why, in words. It can be tried again. What is promised stays promised."""
    locked = locked_remedy(remedy, by)
    if locked.state in (State.DONE, State.TAKEN_BACK):
        raise Conflict(_why_not(locked), code="not_open")
    if not problem.strip():
        raise Invalid("Say what went wrong.", field="problem")
    return _change(locked, "remedy.failed", by, state=State.FAILED, problem=problem.strip()[:300])


@verb
def take_back_remedy(remedy: Remedy, *, by: Acting | Actor) -> Remedy:
    """It is not given after all: they changed their mind, or it was a mistake. Only before anything is done.

    The person may take back what they chose. Its promise is released, its yes may be used again, its voucher holds
    nothing. Twice is once. Raises Conflict once it is under way, or something of its voucher is used.
    """
    locked = locked_remedy(remedy, by, theirs=True)
    if locked.state == State.TAKEN_BACK:
        return locked
    if locked.state not in (State.DECIDED, State.FAILED):
        raise Conflict(_why_not(locked), code="under_way")
    must_be_unused(locked)
    back = _change(locked, "remedy.taken_back", by, state=State.TAKEN_BACK)
    if back.approval_id and not on_its_way(back.pk).exists():
        unuse_approval(back.approval_id)
    empty_voucher(back)
    promise = _promise_of(back)
    if promise:
        release_promise(promise, by=by)
    return back


@verb
def tick_line(remedy: Remedy, number: int, *, by: Acting | Actor, done: bool = True, finish: bool = True) -> Remedy:
    """Tick a line off its list (`number` from 0), or take the tick away. With the first it is under way; with the last
    one it is done, unless `finish` is False. Without any tick it is only decided again.

    Raises NotFound for a line that it has not, Conflict for what is done, in doubt or taken back.
    """
    locked = locked_remedy(remedy, by)
    if not 0 <= number < len(locked.checklist):
        raise NotFound("There is no such line.")
    if bool(locked.checklist[number].get("done_at")) == done:
        return locked
    if locked.state not in (State.DECIDED, State.UNDER_WAY, State.FAILED):
        raise Conflict(_why_not(locked), code="not_open")
    if on_its_way(locked.pk).exists():
        raise Conflict("It is going over a house right now: there is nothing to do by hand.", code="on_its_way")
    must_leave(locked)
    lines = [dict(line) for line in locked.checklist]
    lines[number] = {"words": lines[number]["words"]}
    if done:
        lines[number] |= {"done_at": now().isoformat(), "by": actor_of(by).id}
    ticked = sum("done_at" in line for line in lines)
    state = State.UNDER_WAY if ticked else State.DECIDED
    ticked_off = _change(locked, "remedy.ticked", by, state=state, checklist=lines, problem="", line=number)
    return finish_remedy(ticked_off, by=by) if finish and ticked == len(lines) else ticked_off


def locked_remedy(remedy: Remedy, by: Acting | Actor, *, theirs: bool = False) -> Remedy:
    """The row, locked after its conversation and its person. `theirs`: the person may do this too. Inside a verb."""
    talk = Conversation.objects.get(pk=Remedy.objects.values_list("conversation_id", flat=True).get(pk=remedy.pk))
    locked = must_be_theirs(talk, by) if theirs and isinstance(by, Person) else must_answer(talk, by)
    Person.objects.select_for_update(no_key=True).get(pk=locked.person_id)
    return Remedy.objects.select_for_update().get(pk=remedy.pk)


def _change(remedy: Remedy, event: str, by: Acting | Actor, *, line: int | None = None, **change: object) -> Remedy:
    for name, value in change.items():
        setattr(remedy, name, value)
    remedy.save(update_fields=list(change))
    Conversation.objects.locked(remedy.conversation_id).change()
    facts = {"kind": remedy.kind, **({} if line is None else {"line": line})}
    record(event, by=by, on=remedy, conversation=remedy.conversation_id, person=remedy.person_id, **facts)
    return remedy


def _promise_of(remedy: Remedy) -> Promise | None:
    """The promise that it keeps: the newest one where it was renegotiated."""
    promise = remedy.promise
    while promise and promise.moved_to_id:
        promise = promise.moved_to
    return promise


def _why_not(remedy: Remedy) -> str:
    return {
        State.UNDER_WAY: "It is under way already.",
        State.DOUBT: "Nobody knows yet whether it was paid. Settle that first.",
        State.DONE: "It is done already.",
        State.TAKEN_BACK: TAKEN_BACK,
        State.FAILED: "It did not go through.",
    }.get(State(remedy.state), "It is not begun yet.")
