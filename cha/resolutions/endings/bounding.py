"""Bounding: what is done when words hurt. Our line once and kindly, distance, an end; and every boundary can be lifted.

A boundary never drops a promise: what was promised is handed to a second voice, or stays with its keeper. Who set
one, and who may lift it: a line or a pause is any member's, everything further is a lead's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, Message, hand_over, say, snooze
from cha.conversations.models.conversation import OPEN, State
from cha.conversations.models.handing_over import HandOffWords
from cha.conversations.models.saying import UNDO
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ledger import record
from cha.core.money import Money
from cha.core.verbs import verb
from cha.promises.models import Promise, make_promise
from cha.promises.moving_on import change_keeper
from cha.resolutions.endings.proof import keep_proof, let_go
from cha.resolutions.models import Boundary
from cha.team.models import Member
from cha.team.models.role import LEADS
from cha.team.models.shift import Absence, be_away
from cha.team.roster import away_at, on_shift

PAUSE: Final = timedelta(hours=24)
BY_MAIL: Final = timedelta(days=30)
BREAK: Final = timedelta(minutes=15)
Step = Boundary.Step
# How many leads must say yes.
YESES: Final = {Step.MAIL: 1, Step.END: 2}
# Any member lifts these; the others are a lead's to lift.
ANYBODYS: Final = (Step.LINE, Step.PAUSE, Step.SECOND)
HOLDS: Final = (Step.PAUSE, Step.MAIL, Step.END, Step.THREAT)


def standing(conversation: Conversation, at: datetime | None = None) -> list[Boundary]:
    """What stands or is asked for here, oldest first; how somebody is answered stands in all that is theirs.

    One query.
    """
    theirs = Q(person_id=conversation.person_id, step__in=(Step.MAIL, Step.END, Step.THREAT))
    rows = Boundary.objects.filter(Q(conversation=conversation) | theirs, lifted_at=None).order_by("pk")
    at = at or now()
    return [row for row in rows.select_related("by", "second") if row.until is None or row.until > at]


def holding(conversation: Conversation, *steps: str, at: datetime | None = None) -> Boundary | None:
    """The newest boundary of these steps that holds here now; None without one."""
    found = [row for row in standing(conversation, at) if row.step in (steps or HOLDS) and row.since]
    return found[-1] if found else None


def second_voice(by: Member, at: datetime | None = None) -> Member | None:
    """Who could answer instead: a lead who is there, else whoever is, else a lead who is not away. None in a house
    of one.
    """
    at = at or now()
    there = [one for one in on_shift(at) if one.pk != by.pk]
    found = sorted(there, key=lambda one: (not one.leads, one.name))
    if not found:
        leads = Member.objects.filter(role__in=LEADS, is_active=True).exclude(pk=by.pk).order_by("name")
        found = [one for one in leads if not away_at(one, at)]
    return found[0] if found else None


def _row(locked: Conversation, step: str, by: Member, **more: Any) -> Boundary:
    row = Boundary(conversation=locked, person_id=locked.person_id, step=step, by=by, at=now(), **more)
    row.evidence = keep_proof(locked)
    row.save(force_insert=True)
    locked.change()
    _told("boundary.set", row, by)
    return row


def _told(event: str, row: Boundary, by: Member, **more: object) -> None:
    facts = {"step": row.step, "asked": row.since is None, **more}
    record(event, by=by, on=row, conversation=row.conversation_id, person=row.person_id, **facts)


@verb
def say_line(
    conversation: Conversation, words: str, *, by: Member, hold: timedelta = UNDO, once: str = ""
) -> tuple[Boundary, Message]:
    """Say our line, once: a second time it would be a threat. What is promised as an answer stays promised.

    Raises Conflict where it was said, Invalid for no words; Refused, NotFound as `say` does.
    """
    locked = must_answer(conversation, by)
    if line_said(locked):
        raise Conflict("Our line was said already. Once is enough: take some distance now.", code="said")
    message = say(locked, words, by=by, hold=hold, once=once, beside={"ending": Step.LINE.value})
    return _row(locked, Step.LINE, by, since=now(), message=message.pk), message


def line_said(conversation: Conversation) -> Boundary | None:
    """The line that was said here and not taken back; None without one."""
    for row in Boundary.objects.filter(conversation=conversation, step=Step.LINE, lifted_at=None):
        if Message.objects.filter(pk=row.message or 0).exists():
            return row
    return None


@verb
def pause(
    conversation: Conversation,
    *,
    by: Member,
    answer_by: datetime | None = None,
    second: Member | None = None,
    why: str = "",
) -> Boundary:
    """Pause for a day: whoever answers people always may. Twice is once.

    What is promised before it is over goes to `second` to keep; where there is nobody, it stays. Where they wait and
    nothing is promised, `answer_by` is (aware, after the pause). Without a promise before its end the conversation
    rests until then.
    """
    locked = must_answer(conversation, by)
    before = holding(locked, Step.PAUSE)
    if before:
        return before
    at = now()
    until = at + PAUSE
    row = _row(locked, Step.PAUSE, by, since=at, until=until, second=second, why=why.strip()[:300])
    soon = [one for one in _open_promises(locked) if one.by <= until]
    if soon and second and _by_one(locked, soon, by):
        _to_second(locked, second, by)
    elif not soon:
        rest_until(locked, until, answer_by, by=by)
    return row


def _by_one(locked: Conversation, soon: list[Promise], by: Member) -> bool:
    """Whether one of these is for `by` to keep."""
    return any((one.keeper_id or locked.assignee_id or by.pk) == by.pk for one in soon)


def _open_promises(conversation: Conversation) -> list[Promise]:
    rows = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN)
    return list(rows.order_by("by"))


@verb
def rest_until(conversation: Conversation, until: datetime, answer_by: datetime | None, *, by: Member) -> None:
    """Let it wait until a moment, with an answer promised by `answer_by` where they wait and nothing is promised."""
    locked = must_answer(conversation, by)
    if locked.state not in OPEN:
        return
    if locked.state == State.OURS and not _open_promises(locked) and answer_by and answer_by > until:
        make_promise(locked, answer_by, by=by, keeper=locked.assignee or by)
    if locked.next_promise_at is None or locked.next_promise_at >= until:
        snooze(locked, until, by=by)


@verb
def give_to_second(conversation: Conversation, second: Member, *, by: Member, note: str = "") -> Boundary:
    """Somebody else answers from here; the words stay folded for them too. Raises Invalid, Refused as `hand_over`."""
    locked = must_answer(conversation, by)
    row = _row(locked, Step.SECOND, by, since=now(), second=second)
    _to_second(locked, second, by, note)
    return row


def _to_second(locked: Conversation, second: Member, by: Member, note: str = "") -> None:
    """Hand it over with its promises: those by name, and those of whoever looks after it."""
    if second.pk == by.pk:
        raise Invalid("Choose somebody else: a second voice is another one.", field="second")
    hand_over(locked, by=by, member=second, words=HandOffWords(note=note))
    for promise in _open_promises(locked):
        if promise.keeper_id == by.pk:
            change_keeper(promise, second, by=by, why="handed")


@verb
def call_lead(conversation: Conversation, *, by: Member, lead: Member | None = None, why: str = "") -> Boundary:
    """A threat: nobody answers it, the words are kept as proof, and the leads hear of it at once. Twice is once.

    `lead` takes it over, unless `by` leads.
    """
    locked = must_answer(conversation, by)
    before = holding(locked, Step.THREAT)
    if before:
        return before
    row = _row(locked, Step.THREAT, by, since=now(), second=lead, why=why.strip()[:300])
    if lead and lead.pk != by.pk and not by.leads:
        _to_second(locked, lead, by)
    return row


@verb
def ask_distance(
    conversation: Conversation, step: str, *, by: Member, why: str = "", back: Money | None = None
) -> Boundary:
    """Ask the leads for distance: only by e-mail for thirty days (one yes), or the end (two). Twice is once.

    A lead who asks says yes with it. `back` is what they get back with the end. Raises Invalid for another step, or
    less than nothing.
    """
    locked = must_answer(conversation, by)
    if step not in YESES:
        raise Invalid("Choose how much distance you need.", field="distance")
    if back and back.minor < 0:
        raise Invalid("An amount is nought or more.", field="amount")
    before = [row for row in standing(locked) if row.step == step]
    if before:
        return before[-1]
    money = {"amount": back.minor, "currency": back.currency} if back else {}
    row = _row(locked, step, by, why=why.strip()[:300], **money)
    return _yes(row, locked, by) if by.leads else row


@verb
def say_yes(boundary: Boundary, *, by: Member) -> Boundary:
    """A lead says yes; with as many as it needs, it holds from now on. The same lead twice is once.

    Raises Refused for who does not lead, Conflict where it is over; NotFound as `must_answer` does.
    """
    locked = must_answer(boundary.conversation, by)
    if not by.leads:
        raise Refused("Leads decide this. Ask one of them.")
    row = Boundary.objects.select_for_update().get(pk=boundary.pk)
    if row.lifted_at:
        raise Conflict("Somebody said no, or lifted it. Ask again, if you still need it.", code="lifted")
    return row if row.since else _yes(row, locked, by)


def _yes(row: Boundary, locked: Conversation, by: Member) -> Boundary:
    # A yes counts while its lead is one: who lost the role in between decides nothing.
    said = Member.objects.filter(pk__in=row.agreed, role__in=LEADS, is_active=True).values_list("pk", flat=True)
    row.agreed = sorted({*said, by.pk})
    if len(row.agreed) >= YESES[Step(row.step)]:
        row.since = now()
        row.until = row.since + BY_MAIL if row.step == Step.MAIL else None
    row.save(update_fields=["agreed", "since", "until"])
    locked.change()
    _told("boundary.agreed", row, by, yeses=len(row.agreed))
    return row


@verb
def lift(boundary: Boundary, *, by: Member) -> Boundary:
    """It holds no more, or is not wanted any more: a lead's no to what is asked for is this. Twice is once.

    A pause that ends brings the conversation back; what was kept as proof is let go by leads only. Raises Refused for
    what is a lead's to lift.
    """
    locked = must_answer(boundary.conversation, by)
    row = Boundary.objects.select_for_update().get(pk=boundary.pk)
    mine = row.since is None and row.by_id == by.pk
    asked = row.since is None
    if row.step not in ANYBODYS and not (by.leads or mine):
        raise Refused("Leads lift this. Ask one of them.")
    if row.lifted_at:
        # A member lifted it; the proof is still a lead's to let go.
        if by.leads:
            let_go(row.evidence, row)
        return row
    row.lifted_at, row.lifted_by = now(), by
    row.save(update_fields=["lifted_at", "lifted_by"])
    if by.leads:
        let_go(row.evidence, row)
    locked.change()
    record("boundary.lifted", by=by, on=row, conversation=locked.pk, person=row.person_id, step=row.step, asked=asked)
    return row


@verb
def take_five(by: Member, *, second: Member | None = None) -> Absence:
    """Step out for a quarter of an hour: what is due meanwhile is kept by somebody else."""
    at = now()
    return be_away(by, at, at + BREAK, by=by, stands_in=second)
