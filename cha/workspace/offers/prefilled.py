"""What the dialog of an offer begins with: what the guide suggests, else what the policy knows, in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Count, QuerySet
from django.utils.translation import gettext, override

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.money import Money
from cha.core.queries import asked
from cha.people.models.record import Record
from cha.resolutions.kinds import KINDS, RemedyKind
from cha.resolutions.models import Choice, GuideWalk
from cha.resolutions.offers.offering import MOST, Way
from cha.resolutions.walks import suggested_ways
from cha.team.models import brand
from cha.ui.kept import Kept
from cha.workspace.offers.authorities import Authorities

BEGUN: Final = 3
ORDERS: Final = 12
_LATELY: Final = timedelta(days=365)
_counts: Final[Kept[tuple[tuple[str, int], ...]]] = Kept(60)
# What is thought of first, where nothing was chosen yet.
_FIRST: Final = (
    RemedyKind.REPLACEMENT, RemedyKind.PART, RemedyKind.REFUND, RemedyKind.REPAIR, RemedyKind.VOUCHER,
    RemedyKind.EXPEDITE, RemedyKind.DISCOUNT, RemedyKind.CREDIT, RemedyKind.GESTURE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """How people chose lately for the same topic: the kind that most took, by how many of how many."""

    kind: str
    count: int
    of: int


def orders_of(conversation: Conversation) -> list[Record]:
    """Their orders, the newest first: what money is given back of."""
    return list(_orders(conversation.person_id))


@asked(int)
def _orders(person: int) -> QuerySet[Record]:
    rows = Record.objects.filter(person_id=person, kind=Record.Kind.ORDER)
    return rows.order_by("-placed_at", "-id")[:ORDERS]


def currency_of(order: Record | None) -> str:
    """In which currency amounts are typed: the order's, else the house's."""
    face = brand()
    return (order.currency if order else "") or (face.currency if face else "EUR")


def chosen_lately(topic: str) -> dict[str, int]:
    """By kind, how often it was chosen in a year for a topic. Counted anew once somebody chose; none without one."""
    if not topic:
        return {}
    key = (topic, next(iter(_newest()), 0), now().date())
    return dict(_counts.one(key, lambda: tuple(_counted(topic))))


@asked()
def _newest() -> QuerySet[Choice, int]:
    return Choice.objects.order_by("-id").values_list("id", flat=True)[:1]


def _counted(topic: str) -> QuerySet[Choice, tuple[str, int]]:
    rows = Choice.objects.filter(offer__conversation__topic=topic, undone_at=None, at__gte=now() - _LATELY)
    return rows.exclude(option=None).values_list("option__kind").annotate(count=Count("id")).order_by()


def most_chosen(counts: Mapping[str, int]) -> Chosen | None:
    """The kind that most took; None while fewer than three chose at all."""
    of = sum(counts.values())
    kind = max(counts, key=lambda one: (counts[one], one), default="")
    return Chosen(kind, counts[kind], of) if of >= BEGUN else None


def begun(
    asked: Authorities, currency: str, local: datetime, language: str, counts: Mapping[str, int]
) -> tuple[Sequence[Way], int | None]:
    """Two or three ways to begin with, and the walk that suggested them. local: now, on the business's clock."""
    walk = next(iter(_walk(asked.conversation.pk)), None)
    ways = suggested_ways(walk) if walk else []
    if walk and ways:
        return ways[:MOST], walk.pk
    return _of_the_policy(asked, currency, local, language, counts), None


@asked(int)
def _walk(conversation: int) -> QuerySet[GuideWalk]:
    rows = GuideWalk.objects.filter(conversation_id=conversation).select_related("version__guide", "conversation")
    return rows.order_by("-id")[:1]


def _of_the_policy(
    asked: Authorities, currency: str, local: datetime, language: str, counts: Mapping[str, int]
) -> list[Way]:
    """What the rules that speak here let somebody give, what was chosen most first."""
    found: list[Way] = []
    for kind in sorted(_FIRST, key=lambda kind: -counts.get(kind, 0)):
        worth = worth_of(kind, asked.order, currency)
        if KINDS[kind].money and not worth:
            # Nobody knows how much: a row that says nothing of it helps nobody.
            continue
        decision = asked.of(kind, worth)
        if decision.verdict in ("may", "ask") and (decision.rules or not asked.rules.rules):
            found.append(_way(kind, worth, asked.order, local, language))
        if len(found) == BEGUN:
            break
    return found


def worth_of(kind: str, order: Record | None, currency: str) -> Money:
    """What a kind usually comes to: all of an order, or half of it; nought where nobody knows."""
    whole = Money(order.amount or 0, currency) if order else Money(0, currency)
    if kind == RemedyKind.REFUND:
        return whole
    return whole.part(50) if kind == RemedyKind.PART else Money(0, currency)


def _way(kind: str, worth: Money, order: Record | None, local: datetime, language: str) -> Way:
    amount = worth if KINDS[kind].money else Money(0, worth.currency)
    return Way(kind, usual_words(kind, language), "", _usual_time(kind, local), amount, worth, order)


def _usual_time(kind: str, local: datetime) -> datetime:
    """When it is usually done: money takes its days, what is made or sent a few."""
    days = 3 if KINDS[kind].pays or kind in (RemedyKind.REPLACEMENT, RemedyKind.REPAIR) else 1
    return datetime.combine(local.date() + timedelta(days=days), time(17), local.tzinfo)


def usual_words(kind: str, language: str) -> str:
    """What a kind means to who gets it, in their language."""
    with override(language):
        return {
            RemedyKind.REPLACEMENT: gettext("We make it again for you"),
            RemedyKind.REFUND: gettext("All your money back"),
            RemedyKind.PART: gettext("Half your money back"),
            RemedyKind.REPAIR: gettext("We repair it"),
            RemedyKind.VOUCHER: gettext("A voucher"),
            RemedyKind.CREDIT: gettext("Credit for your next order"),
            RemedyKind.EXPEDITE: gettext("We send it faster"),
            RemedyKind.DISCOUNT: gettext("A discount on your next order"),
            RemedyKind.GESTURE: gettext("A small gift from us"),
        }.get(RemedyKind(kind), "")
