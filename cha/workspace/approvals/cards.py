"""What is to be decided, as cards: whose it is, what is asked and why, how far over the limit, what to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cha.conversations.access import visible_to
from cha.core.ids import encode
from cha.core.money import Money
from cha.language.times import clock, said, span
from cha.promises.care import Urgency, ring, urgency
from cha.resolutions.approvals.approving import can_take_back
from cha.resolutions.approvals.story import Asked, question_of, stories
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Approval
from cha.team.models import Member
from cha.workspace.approvals.waiting import waiting
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.promises.cards import place_of

MOST: Final = 40
# The bar is as wide as this, in the units of its drawing.
_WIDE: Final = 200


@dataclass(frozen=True, slots=True)
class Card:
    """An ask that waits. `mine`: the reader is asked; `room` and `over` are the lengths of limit and ask on the bar."""

    id: int
    key: str
    conversation: int
    name: str
    first: str
    tint: int
    mood: str
    mood_words: str
    guess: bool
    keeper: str
    hears: str
    theirs: str
    from_: str
    until: str
    share: int
    urgency: Urgency
    asked_at: str
    story: Asked
    room: int
    over: int
    mine: bool
    others: str
    yes: str
    kind: str
    currency: str


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed into a card's form that was not taken: which answer, the values, and what is wrong by field."""

    card: int = 0
    answer: str = ""
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """One that is settled: for whom, what was asked, what was said, by whom, and how long it took."""

    id: int
    conversation: int
    name: str
    tint: int
    question: str
    outcome: str
    tone: str
    by: str
    words: str
    when: str
    took: str
    back: bool


def cards(member: Member, at: Moment) -> list[Card]:
    """What waits for a member, the most urgent first."""
    rows = list(_whole(waiting(member))[:MOST])
    told = stories(rows, member, at.at)
    return [_card(row, told[row.pk], member, at) for row in rows]


def card_of(approval: Approval, member: Member, at: Moment) -> Card:
    """One ask as a card, for the page behind a mail."""
    row = _whole(Approval.objects.all()).get(pk=approval.pk)
    return _card(row, stories([row], member, at.at)[row.pk], member, at)


def decided(member: Member, at: Moment) -> list[Decided]:
    """What was settled lately, the last first."""
    rows = Approval.objects.exclude(state="open").filter(conversation__in=visible_to(member))
    whole = _whole(rows).prefetch_related("remedies", "options").order_by("-answered_at", "-pk")
    return [_decided(row, member, at) for row in whole[:MOST]]


def _whole(rows: QuerySet[Approval]) -> QuerySet[Approval]:
    return rows.select_related(
        "person", "conversation__person", "conversation__assignee", "asked_by", "to", "stand_in", "answered_by",
        "promise", "order",
    )  # fmt: skip


def _card(row: Approval, story: Asked, member: Member, at: Moment) -> Card:
    person, talk, until = row.person, row.conversation, row.by or row.due
    keeper = talk.assignee or row.asked_by
    most = max(story.worth * 107 // 100, story.may, 1)
    asked_of = [one for one in (row.to, row.stand_in) if one]
    return Card(
        id=row.pk,
        key=encode(row.pk),
        conversation=row.conversation_id,
        name=person.called,
        first=person.first_name,
        tint=person.tint,
        mood=talk.mood,
        mood_words=words.mood_words(talk.mood),
        guess=talk.mood_guess,
        keeper=keeper.first_name if keeper else "",
        hears=story.hears,
        theirs=_theirs(row, at),
        from_=iso(row.asked_at),
        until=iso(until),
        share=ring(row.asked_at, until, at.at),
        urgency=urgency(row.asked_at, until, at.at),
        asked_at=clock(row.asked_at, zone=at.zone, language=at.language),
        story=story,
        room=_WIDE * story.may // most,
        over=_WIDE * story.worth // most,
        mine=member in asked_of,
        others=", ".join(one.first_name for one in asked_of if one != member),
        yes=_("Yes to %(amount)s") % {"amount": story.amount} if row.amount else _("Yes, this once"),
        kind=row.kind,
        currency=row.currency,
    )


def _theirs(row: Approval, at: Moment) -> str:
    """The same moment on the person's clock, where that is another: "17:00 in Nairobi"."""
    zone = row.person.zone
    if not row.by or not zone or _same_clock(row.by, zone, at):
        return ""
    return _("%(time)s in %(place)s") % {
        "time": clock(row.by, zone=zone, language=at.language),
        "place": place_of(zone),
    }


def _same_clock(moment: datetime, zone: str, at: Moment) -> bool:
    return clock(moment, zone=zone) == clock(moment, zone=at.zone)


def _decided(row: Approval, member: Member, at: Moment) -> Decided:
    outcome, tone = _outcome(row, at)
    mine = row.answered_by_id == member.pk
    settled = row.answered_at
    return Decided(
        id=row.pk,
        conversation=row.conversation_id,
        name=row.person.called,
        tint=row.person.tint,
        question=question_of(row, row.asked_by.first_name if row.asked_by else _("Cha")),
        outcome=outcome,
        tone=tone,
        by=_("You") if mine else row.answered_by.first_name if row.answered_by else "",
        words=row.answer,
        when=said(settled, now=at.at, zone=at.zone, language=at.language) if settled else "",
        took=span(settled - row.asked_at, at.language) if settled and row.answered_by_id else "",
        back=mine and can_take_back(row),
    )


def _outcome(row: Approval, at: Moment) -> tuple[str, str]:
    if row.state == Approval.State.OTHER:
        return _("Rather: %(what)s") % {"what": instead_words(row, at.language)}, "honey"
    if row.state == Approval.State.YES:
        return (_("Left to the asker") if row.via == "policy" else _("Yes")), "leaf"
    return {
        "no": (_("No"), "plum"),
        "back": (_("Taken back"), "mist"),
        "over": (_("No longer needed"), "mist"),
    }[row.state]


def instead_words(row: Approval, language: str) -> str:
    """What was said yes to in its place: its words and amount."""
    other = row.instead
    amount = Money(int(other.get("amount") or 0), str(other.get("currency") or row.currency))
    worth = f", {amount.said(language)}" if amount else ""
    return f"{other.get('words', '')}{worth}"


def kind_options() -> Sequence[tuple[str, str]]:
    """What may be said yes to in its place, for a form."""
    return [(str(kind), str(about.name)) for kind, about in KINDS.items()]
