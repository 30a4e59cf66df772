"""Walking a guide beside a conversation: begun, answered, gone back in, left or finished. A member has one walk in a
conversation at a time; it advises, and nothing waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, note
from cha.core.clock import now
from cha.core.errors import Conflict, NotFound
from cha.core.ledger import record
from cha.core.money import Money
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models.fact import pin
from cha.people.models.record import Record
from cha.resolutions.guide_facts import knowledge_of, order_of
from cha.resolutions.guides import walking
from cha.resolutions.guides.flow import Flow, Suggestion, Worth
from cha.resolutions.guides.walking import Given, Standing
from cha.resolutions.guiding import flow_of
from cha.resolutions.models import Guide, GuideWalk
from cha.resolutions.offers.offering import Way
from cha.team.models import Member, brand

MOST = 500
OVER = "This walk has ended. Begin the guide again when you need it."


def given_of(walk: GuideWalk) -> tuple[Given, ...]:
    """The answers of a walk as values."""
    return tuple(Given(**row) for row in walk.answers)


def standing_of(walk: GuideWalk) -> Standing:
    """Where a walk stands, by the version that it was begun with."""
    return walking.standing(flow_of(walk.version), given_of(walk))


@asked(int, int)
def _open(conversation: int, member: int) -> QuerySet[GuideWalk]:
    rows = GuideWalk.objects.filter(conversation_id=conversation, member_id=member, ended="")
    return rows.select_related("version__guide__owner").order_by("-id")[:1]


def walk_of(conversation: Conversation, member: Member) -> GuideWalk | None:
    """The walk that a member is on in a conversation. One query."""
    return next(iter(_open(conversation.pk, member.pk)), None)


@verb
def begin_walk(conversation: Conversation, guide: Guide, *, by: Member) -> GuideWalk:
    """Begin a guide; what is known answers by itself. The one that this member is on goes on; another one is left.

    Raises NotFound for a guide that is not walked any more, and as `must_answer` does.
    """
    locked = must_answer(conversation, by)
    row = Guide.objects.select_related("live").filter(pk=guide.pk, gone_at=None).first()
    if row is None or row.live is None:
        raise NotFound("This guide is not walked any more.")
    before = walk_of(locked, by)
    if before and before.version.guide_id == row.pk:
        return before
    if before:
        _end(before, "left", by)
    walk = GuideWalk(version=row.live, conversation=locked, member=by)
    flow = flow_of(row.live)
    _stand(walk, flow, walking.go_on(flow, (), knowledge_of(locked, by.language or "en"), _stamp()))
    walk.save(force_insert=True)
    about = {"conversation": locked.pk, "person": locked.person_id}
    record("guide.begun", by=by, on=walk, **about, guide=row.pk, version=row.live.number, step=walk.at_step)
    return walk


@verb
def answer_step(walk: GuideWalk, step: str, answer: str, *, by: Member) -> GuideWalk:
    """Answer the step that waits; at one that is done, what came later falls away. The same answer twice is one.

    Raises Invalid for what is no answer, Conflict where the walk is over or was never there, NotFound for another's.
    """
    locked = _locked(walk, by)
    flow = flow_of(locked.version)
    before = given_of(locked)
    knowledge = knowledge_of(locked.conversation, by.language or "en")
    given = walking.answered(flow, before, step, answer, knowledge, at=_stamp())
    if given != before:
        _stand(locked, flow, given)
        locked.save(update_fields=["answers", "at_step"])
        otherwise = any(one.step == step and one.instead for one in given)
        _tell("guide.answered", locked, by, step=step, otherwise=otherwise)
    return locked


@verb
def go_back(walk: GuideWalk, *, by: Member, step: str = "") -> GuideWalk:
    """Let a step wait again, the last one that somebody answered when none is named: what came later falls away.

    Raises Conflict where the walk is over or was never there, NotFound for another's.
    """
    locked = _locked(walk, by)
    flow, before = flow_of(locked.version), given_of(locked)
    step = step or walking.step_back(flow, before)
    if not step:
        return locked
    given = walking.back_to(flow, before, step)
    if given != before:
        _stand(locked, flow, given)
        locked.save(update_fields=["answers", "at_step"])
        _tell("guide.answered", locked, by, step=step, back=True)
    return locked


@verb
def remark(walk: GuideWalk, words: str, *, by: Member) -> GuideWalk:
    """Say that something is missing at this step, for whoever writes the guide. The walk goes on."""
    locked = _locked(walk, by)
    if words.strip():
        locked.remark = f"{locked.remark}\n{words.strip()}".strip()[:MOST]
        locked.save(update_fields=["remark"])
        _tell("guide.remarked", locked, by, step=locked.at_step)
    return locked


@verb
def leave_walk(walk: GuideWalk, words: str = "", *, by: Member) -> GuideWalk:
    """Put it away. It counts for the guide, never against the member. Twice is once."""
    return _let_go(walk, "left", words, by)


@verb
def know_better(walk: GuideWalk, words: str = "", *, by: Member) -> GuideWalk:
    """Leave it for a better way; `words` say which, so that the guide gets better. Twice is once."""
    return _let_go(walk, "other", words, by)


@verb
def finish(walk: GuideWalk, findings: str, *, by: Member) -> GuideWalk:
    """The walk came to its end: what was found becomes one note, and answers that the guide keeps become facts.

    `findings` are the words of the note. Twice is once. Raises Conflict where it is not at an end, NotFound for
    another's.
    """
    locked = _locked(walk, by, over=True)
    if locked.ended:
        return locked
    here = standing_of(locked)
    if not here.end:
        raise Conflict("The guide is not at its end yet. Answer what is open, or leave it.")
    conversation = locked.conversation
    if findings.strip():
        note(conversation, findings, by=by, once=f"walk-{locked.pk}")
    for step, given in here.done:
        if step.keep and given.answer:
            told = f"{step.keep}{'' if step.keep.endswith('?') else ':'} {given.answer}"
            pin(conversation.person, told, by=by, conversation=conversation.pk, source="guide")
    _end(locked, "end", by, how=here.end)
    return locked


def suggested_ways(walk: GuideWalk, at: datetime | None = None) -> list[Way]:
    """The ways that the guide suggests where this walk stands, for the offer to begin with; none before an offer.

    They are in the person's language, where the guide has it. A part of an order whose amount nobody knows is left out.
    What is within a time is by then, from `at` on.
    """
    step = standing_of(walk).last_offer
    order = order_of(walk.conversation) if step else None
    face = brand()
    currency = order.currency if order and order.currency else face.currency if face else "EUR"
    language = walk.conversation.language
    made = (_way(one, order, currency, at or now(), language) for one in (step.ways if step else ()))
    return [way for way in made if way is not None]


def _way(one: Suggestion, order: Record | None, currency: str, at: datetime, language: str) -> Way | None:
    amount, cost = _money(one.amount, order, currency), _money(one.cost or one.amount, order, currency)
    if amount is None or cost is None or amount.currency != cost.currency:
        return None
    by = at + one.within if one.within else None
    words, more = one.said_in(language)
    return Way(one.kind, words, more, by, amount, cost, order)


def _money(worth: Worth, order: Record | None, currency: str) -> Money | None:
    if worth.percent:
        return Money(order.amount, currency).part(worth.percent) if order and order.amount is not None else None
    return Money(worth.minor, worth.currency or currency)


def _stamp() -> str:
    return now().isoformat(timespec="seconds")


def _locked(walk: GuideWalk, by: Member, *, over: bool = False) -> GuideWalk:
    """The walk, locked after its conversation. Raises NotFound for another member's, Conflict where it is over."""
    conversation = must_answer(walk.conversation, by)
    rows = GuideWalk.objects.select_for_update(of=("self",)).select_related("version")
    row = rows.filter(pk=walk.pk, member=by).first()
    if row is None:
        raise NotFound("There is no such walk of yours.")
    if row.ended and not over:
        raise Conflict(OVER, code="over")
    row.conversation = conversation
    return row


def _stand(walk: GuideWalk, flow: Flow, given: Sequence[Given]) -> None:
    walk.answers = [asdict(one) for one in given]
    here = walking.standing(flow, given)
    walk.at_step = here.at.key if here.at else ""


def _let_go(walk: GuideWalk, how: str, words: str, by: Member) -> GuideWalk:
    locked = _locked(walk, by, over=True)
    if not locked.ended:
        if words.strip():
            locked.remark = f"{locked.remark}\n{words.strip()}".strip()[:MOST]
        _end(locked, how, by)
    return locked


def _end(walk: GuideWalk, ended: str, by: Member, how: str = "") -> None:
    walk.ended, walk.ended_at = ended, now()
    walk.save(update_fields=["ended", "ended_at", "remark"])
    _tell("guide.ended", walk, by, step=walk.at_step, ended=ended, how=how)


def _tell(verb_said: str, walk: GuideWalk, by: Member, **facts: Any) -> None:
    about = {"conversation": walk.conversation_id, "person": walk.conversation.person_id}
    record(verb_said, by=by, on=walk, **about, guide=walk.version.guide_id, **facts)
