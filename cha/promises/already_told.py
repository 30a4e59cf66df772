"""Already told: a draft that asks for what the person has told us is pointed out before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.language.detect import detect
from cha.people.models import ContactPoint, Fact, Person
from cha.people.models.fact import known_of
from cha.people.models.fact_pattern import own_names
from cha.promises.acknowledgement import fact_words
from cha.promises.acknowledgement.wording import spoken
from cha.promises.understanding import UnderstoodFact
from cha.promises.understanding.asking import Ask, asks
from cha.team.models import Member

# What is true of one concern only: told elsewhere, or long ago, it answers nothing now.
PASSING: Final = frozenset({"order", "date", "quantity", "amount"})
LATELY: Final = timedelta(days=30)
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Held:
    """What a draft asks for although we hold it. fact: its id, None for an address or a name that we know.

    sentence: the one that asks. instead: what could stand in its place, in the draft's language. source and told_at say
    where we have it from.
    """

    kind: str
    value: str
    sentence: str
    instead: str
    source: str
    told_at: datetime
    fact: int | None
    conversation: int | None
    pinned: bool = False


def already_told(conversation: Conversation, draft: str, member: Member) -> tuple[Held, ...]:
    """What a member's draft asks for although the person told us, at most three a kind, in the order of the draft.

    Facts count wherever they were told, as far as the member may see it. A draft without a question mark that asks for
    nothing costs no query.
    """
    if not draft.strip():
        return ()
    language = detect(draft, hint=conversation.language or None).code
    found = list(asks(draft, language, own_names() if "?" in draft or "؟" in draft else None))
    if not found:
        return ()
    person = conversation.person
    facts = [fact for fact in known_of(person.pk) if _counts(fact, conversation)]
    facts = facts if sees_all(member) else _seen(facts, person, member)
    held = [one for ask in found for kind in ask.kinds for one in _held(ask, kind, facts, person, language)]
    return tuple({(one.kind, one.value): one for one in held}.values())


def _counts(fact: Fact, conversation: Conversation) -> bool:
    if fact.kind not in PASSING or fact.conversation_id == conversation.pk:
        return True
    return fact.told_at > now() - LATELY


def _seen(facts: Sequence[Fact], person: Person, member: Member) -> list[Fact]:
    may = set(visible_to(member).filter(person=person).values_list("pk", flat=True))
    return [fact for fact in facts if fact.conversation_id is None or fact.conversation_id in may]


def _held(ask: Ask, kind: str, facts: Sequence[Fact], person: Person, language: str) -> list[Held]:
    """The answers to one question: facts of that kind, else an address that we reach them at, or their name."""
    told = [
        Held(
            kind=kind,
            value=fact.value,
            sentence=ask.sentence,
            instead=_instead(kind, fact.value, language),
            source=fact.source,
            told_at=fact.told_at,
            fact=fact.pk,
            conversation=fact.conversation_id,
            pinned=fact.pinned_at is not None,
        )
        for fact in facts
        if fact.kind == kind
    ][:MOST]
    return told or [
        Held(kind, value, ask.sentence, _instead(kind, value, language), "", at, None, None)
        for value, at in _known(kind, person)
    ]


def _known(kind: str, person: Person) -> list[tuple[str, datetime]]:
    if kind == "name" and " " in person.name.strip():
        return [(person.name, person.arrived_at)]
    if kind in (ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL):
        points = person.points.filter(kind=kind, dead_at=None).order_by("-id")[:MOST]
        return [(point.value, point.added_at) for point in points]
    return []


def _instead(kind: str, value: str, language: str) -> str:
    """ "You told us already: Order 2291." in the language of the draft."""
    with override(spoken(language)):
        fact = fact_words(UnderstoodFact(kind, value, (0, 0))).text()
        return _("You told us already: %(fact)s.") % {"fact": fact}


@verb
def note_asked_anyway(conversation: Conversation, held: Sequence[Held], *, by: Member) -> None:
    """A member asked although it was pointed out: that is counted, with ids and kinds only."""
    for one in {one.kind: one for one in held}.values():
        record(
            "fact.asked_anyway",
            by=by,
            on=conversation,
            conversation=conversation.pk,
            person=conversation.person_id,
            kind=one.kind,
            fact=one.fact,
        )
