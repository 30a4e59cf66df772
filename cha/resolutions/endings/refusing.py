"""Refusing: saying no well. What was wanted, because of what, what can be done instead, whom else to ask.

A "no" can be looked at again: the person asks on their page, or a colleague does, and somebody else than who said it
answers. Where a law says no there may be nothing instead; everywhere else there is.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from cha.conversations.access import must_answer, must_be_theirs
from cha.conversations.models import Conversation, reopen, say
from cha.conversations.models.saying import UNDO
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ledger import Event, record
from cha.core.verbs import verb
from cha.people.models import Person
from cha.resolutions.endings.complaining import somebody_else
from cha.resolutions.models import Refusal
from cha.team.models import Member

Because = Refusal.Because
LONGEST = 500


def because_words() -> list[tuple[str, str]]:
    """What a "no" can rest on, in words, for choosing."""
    return [
        (Because.POLICY.value, _("What we agreed among ourselves")),
        (Because.LAW.value, _("The law")),
        (Because.FAITH.value, _("It would not be fair to others")),
    ]


@verb
def say_no(
    conversation: Conversation,
    wanted: str,
    because: str,
    reason: str,
    words: str,
    *,
    by: Member,
    instead: str = "",
    next_person: str = "",
    hold: timedelta = UNDO,
    once: str = "",
) -> Refusal:
    """Say no in `words`, which name the reason. The same form sent twice is once.

    Raises Invalid without a want or a reason, or with nothing instead where no law says no; Refused, NotFound as `say`.
    """
    locked = must_answer(conversation, by)
    _must_be_kind(wanted, because, reason, instead)
    message = say(locked, words, by=by, hold=hold, once=once, codes={"no": True})
    before = Refusal.objects.filter(conversation=locked, message=message.pk).first()
    if before:
        return before
    row = Refusal(
        conversation=locked,
        person_id=locked.person_id,
        wanted=wanted.strip()[:200],
        because=because,
        reason=reason.strip()[:LONGEST],
        instead=instead.strip()[:300],
        next_person=next_person.strip()[:120],
        message=message.pk,
        said_by=by,
    )
    row.save(force_insert=True)
    record("refusal.said", by=by, on=row, conversation=locked.pk, person=locked.person_id, because=because)
    return row


def _must_be_kind(wanted: str, because: str, reason: str, instead: str) -> None:
    if not wanted.strip():
        raise Invalid(_("Say what they wanted."), field="wanted")
    if because not in Because.values:
        raise Invalid(_("Say what the no rests on."), field="because")
    if not reason.strip():
        raise Invalid(_("A no carries a because: say why, in plain words."), field="reason")
    if because != Because.LAW and not instead.strip():
        raise Invalid(_("Say what can be done instead. Only a law leaves nothing."), field="instead")


@verb
def ask_review(refusal: Refusal, words: str, *, by: Person | Member) -> Refusal:
    """Ask that somebody else looks at it. Asked twice is once; Raises Conflict where it was looked at already."""
    if isinstance(by, Person):
        locked = must_be_theirs(refusal.conversation, by)
    else:
        locked = must_answer(refusal.conversation, by)
    row = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if row.reviewed_at:
        raise Conflict(_("It was looked at again already."), code="reviewed")
    if row.review_asked_at:
        return row
    reopen(locked, by=by)
    row.review_asked_at, row.review_words = now(), words.strip()[:LONGEST]
    row.save(update_fields=["review_asked_at", "review_words"])
    locked.change()
    record("refusal.review_asked", by=by, on=row, conversation=locked.pk, person=row.person_id)
    return row


@verb
def review(
    refusal: Refusal,
    stands: bool,
    answer: str,
    words: str,
    *,
    by: Member,
    hold: timedelta = UNDO,
    once: str = "",
) -> Refusal:
    """Look at a "no" again, and say in `words` whether it stands. Twice is a Conflict.

    Raises Refused for who said it (unless nobody else answers people here), Invalid without an answer.
    """
    locked = must_answer(refusal.conversation, by)
    row = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if row.reviewed_at:
        raise Conflict(_("It was looked at again already."), code="reviewed")
    if row.said_by_id == by.pk and somebody_else(by):
        raise Refused(_("Somebody else than who said no looks again. Ask a colleague."))
    if not answer.strip():
        raise Invalid(_("A no carries a because: say why, in plain words."), field="answer")
    say(locked, words, by=by, hold=hold, once=once, codes={"review": row.pk})
    row.reviewed_by, row.reviewed_at = by, now()
    row.stands, row.review_answer = stands, answer.strip()[:LONGEST]
    row.save(update_fields=["reviewed_by", "reviewed_at", "stands", "review_answer"])
    record("refusal.reviewed", by=by, on=row, conversation=locked.pk, person=row.person_id, stands=stands)
    return row


def taken_back(event: Event) -> None:
    """Reaction: the words were taken back before they went; then nobody said no."""
    Refusal.objects.filter(conversation_id=event.conversation_id or 0, message=event.subject_id).delete()


def refusals_of(conversation: Conversation) -> list[Refusal]:
    """The noes of a conversation, newest first. One query."""
    rows = Refusal.objects.filter(conversation=conversation).select_related("said_by", "reviewed_by")
    return list(rows.order_by("-pk")[:20])
