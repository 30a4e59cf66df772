"""Coming back: the same person about the same concern again, on whatever way, is seen and linked. Nobody is asked.

How alike two concerns are is pure arithmetic: the same order number says most, then the topic, then the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from django.db.models import QuerySet

from cha.conversations.models import Conversation, Kind, Link, Message, State
from cha.conversations.models.linking import between, link
from cha.core.actor import CHA
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models import Fact, Telling
from cha.promises.understanding.lexicon import base, folded_words

WITHIN: Final = timedelta(days=60)
ENOUGH: Final = 4
ORDER: Final = 4
TOPIC: Final = 2
WORDS: Final = 2
# So much of the shorter one's telling words must be in the other.
SHARED: Final = 0.4
# Words shorter than this tell nothing in any of the languages; the longer ones that greet and thank neither.
TELLING: Final = 5
FEWEST: Final = 3
MOST: Final = 12
_POLITE: Final = (
    "hello dear thanks thank please kindly regards about would could should there where which again still "
    "hallo beste groet groeten graag bedankt alstublieft alvast geachte vriendelijke nog steeds "
    "bonjour merci cordialement madame monsieur votre toujours encore "
    "guten sehr geehrte danke bitte freundlichen grussen immer noch "
    "buenos gracias saludos estimado estimada todavia"
)
_GREETING: Final = frozenset(_POLITE.split())


@dataclass(frozen=True, slots=True)
class Concern:
    """What a conversation is about, as far as can be seen. words: its telling words, folded."""

    id: int
    at: datetime
    topic: str
    orders: frozenset[str]
    words: frozenset[str]


def alike(one: Concern, other: Concern) -> int:
    """How alike two concerns of one person are; from `ENOUGH` on they are the same.

    Two that name orders, and no order in common, are never the same.
    """
    if abs(one.at - other.at) > WITHIN:
        return 0
    shared = one.orders & other.orders
    if one.orders and other.orders and not shared:
        return 0
    fewer = min(len(one.words), len(other.words))
    told = fewer >= FEWEST and len(one.words & other.words) >= SHARED * fewer
    return ORDER * bool(shared) + TOPIC * (bool(one.topic) and one.topic == other.topic) + WORDS * told


def telling_words(text: str, language: str) -> frozenset[str]:
    """The words of a text that may tell what it is about."""
    words = (word for word in folded_words(text, base(language)) if len(word) >= TELLING and not word.isdigit())
    return frozenset(word for word in words if word not in _GREETING)


def look_back(conversation: Conversation) -> list[Conversation]:
    """The earlier conversations about the same concern, newest first; linked, and counted once. For a new message."""
    since = conversation.opened_at - WITHIN
    rows = [row for row in _others(conversation.person_id, since) if row.pk != conversation.pk]
    earlier = [row for row in rows if row.opened_at < conversation.opened_at][:MOST]
    if not earlier:
        return []
    concerns = _concerns([conversation, *earlier])
    this = concerns[conversation.pk]
    same = [row for row in earlier if alike(this, concerns[row.pk]) >= ENOUGH]
    new = [row for row in same if not between(conversation.pk, row.pk).exists()]
    if new:
        come_back(conversation, new)
    return same


@verb
def come_back(conversation: Conversation, earlier: Iterable[Conversation]) -> None:
    """Link a conversation to the earlier ones about the same concern; that somebody came back is counted once."""
    locked = Conversation.objects.locked(conversation.pk)
    before = Link.objects.filter(one=locked, kind=Link.Kind.SAME).exists()
    others = [link(locked, row, by=CHA, kind=Link.Kind.SAME).other_id for row in earlier]
    if not before:
        record(
            "concern.repeated",
            by=CHA,
            on=locked,
            conversation=locked.pk,
            person=locked.person_id,
            others=others,
        )


@asked(int, datetime)
def _others(person: int, since: datetime) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(person_id=person, last_at__gte=since, heard_count__gt=0)
    rows = rows.exclude(state__in=[State.ASIDE, State.TRASH, State.JOINED])
    return rows.order_by("-last_at")[: MOST + 1]


def _concerns(rows: list[Conversation]) -> dict[int, Concern]:
    """Three queries, however many conversations."""
    keys = [row.pk for row in rows]
    orders: dict[int, set[str]] = {}
    told = Fact.objects.filter(conversation_id__in=keys, kind="order", corrected_by=None)
    again = Telling.objects.filter(conversation_id__in=keys, fact__kind="order", fact__corrected_by=None)
    pairs = (told.values_list("conversation_id", "value"), again.values_list("conversation_id", "fact__value"))
    for key, value in chain(*pairs):
        orders.setdefault(key or 0, set()).add(value.upper())
    texts: dict[int, list[str]] = {}
    heard = Message.objects.filter(conversation_id__in=keys, kind=Kind.HEARD).order_by("pk")
    for key, text in heard.values_list("conversation_id", "text")[:200]:
        if len(texts.setdefault(key, [])) < 2:
            texts[key].append(text[:1500])
    return {
        row.pk: Concern(
            id=row.pk,
            at=row.opened_at,
            topic=row.topic,
            orders=frozenset(orders.get(row.pk, ())),
            words=telling_words("\n".join([row.subject, *texts.get(row.pk, ())]), row.language or "en"),
        )
        for row in rows
    }
