"""The facts of a case: what was given to a person, by a member, by a team; what was shown; which country they are in.

What was taken back, or failed, was not given. A remedy that somebody above said yes to counts for who said yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from cha.conversations.models import Attachment, Conversation, Kind
from cha.core.actor import Acting, Actor, actor_of
from cha.core.queries import asked
from cha.people.models import ContactPoint, Person
from cha.people.phones import country_of_phone
from cha.resolutions.models.remedy import Remedy
from cha.resolutions.policy.case import Given
from cha.resolutions.policy.rules import Rule
from cha.resolutions.remedies.order_left import given_rows as given_rows
from cha.team.models import Brand, Member, Team

# So far back nothing is looked for, whatever a rule says: ten years.
_LONGEST: Final = 3653
# A logo in a signature is a picture, too: what is smaller (bytes) shows nothing.
SMALL: Final = 20_000
_SHOWS: Final = {"image": ("photo", "receipt"), "application": ("receipt",)}

Row = tuple[str, int, int, str, datetime, int]


@dataclass(frozen=True, slots=True)
class Budgets:
    """Of which facts the rules about a kind speak: those are asked for, and their budgets are locked."""

    member: bool
    team: bool
    shown: bool

    @classmethod
    def of(cls, rules: Iterable[Rule], kind: str) -> Budgets:
        """What the rules about this kind of remedy want to know. An expression may want to know anything."""
        return cls.of_all(rules, (kind,))

    @classmethod
    def of_all(cls, rules: Iterable[Rule], kinds: Iterable[str]) -> Budgets:
        """The same about several kinds."""
        wanted = frozenset(kinds)
        about = [rule for rule in rules if not wanted.isdisjoint(rule.remedies)]
        free = any(rule.when.expression for rule in about)
        return cls(
            free or any(rule.cap.member_day is not None for rule in about),
            free or any(rule.cap.team_month is not None for rule in about),
            free or any(rule.shown for rule in about),
        )

    def lock(self, conversation: Conversation, by: Acting | Actor) -> None:
        """Hold the budgets that speak until the transaction ends: the team's first, then the member's."""
        if self.team:
            hold_team(conversation)
        if self.member and isinstance(by, Member):
            list(Member.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))
        elif self.member:
            # What gives by itself has no row of its own: the house stands for it.
            list(Brand.objects.order_by("pk")[:1].select_for_update(no_key=True).values_list("pk"))


def hold_team(conversation: Conversation) -> None:
    """Hold what a team gives this month; without a team the house itself is the team.

    The lock leaves alone who only points at the row.
    """
    team = Team.objects.filter(pk=conversation.team_id or 0)
    house = team if conversation.team_id else Brand.objects.order_by("pk")[:1]
    list(house.select_for_update(no_key=True).values_list("pk"))


def window_of(rules: Iterable[Rule]) -> int:
    """So many days back is looked at what a person was given: the longest that a rule speaks of."""
    days = [max(rule.when.given_days, rule.cap.person_days) for rule in rules]
    return min(max(days, default=365), _LONGEST)


def given_to(person: int, days: int, at: datetime, conversation: int) -> tuple[Given, ...]:
    """What a person was given in so many days, and in this conversation however long ago."""
    return _as_given(_to_person(person, at - timedelta(days=days), conversation))


def given_by(by: Acting | Actor, at: datetime) -> tuple[Given, ...]:
    """What somebody gave today, on the clock of `at`."""
    actor = actor_of(by)
    return _as_given(_by_actor(actor.kind, actor.id or 0, start_of_day(at)))


def given_by_team(team: int | None, at: datetime) -> tuple[Given, ...]:
    """What a team gave this month, on the clock of `at`; None: those that are in no team."""
    since = start_of_day(at).replace(day=1)
    return _as_given(_by_nobodys(since) if team is None else _by_team(team, since))


def start_of_day(at: datetime) -> datetime:
    """Midnight before a moment, on its own clock."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def shown_in(conversation: int) -> frozenset[str]:
    """What the person showed us there: a picture that came as a file is a photo or a receipt, a document a receipt."""
    kinds = (kind.partition("/")[0] for kind in _shown(conversation))
    return frozenset(name for kind in kinds for name in _SHOWS.get(kind, ()))


def country_of(person: Person) -> str:
    """Where a person is, as two letters, by their telephone; "" where nobody knows."""
    return next((found for found in map(country_of_phone, _phones(person.pk)) if found), "")


def _as_given(rows: Iterable[Row]) -> tuple[Given, ...]:
    return tuple(
        Given(kind, max(amount, cost), currency, at, where) for kind, amount, cost, currency, at, where in rows
    )


def _counted(rows: QuerySet[Remedy]) -> QuerySet[Remedy, Row]:
    return rows.order_by("decided_at").values_list(
        "kind", "amount", "cost", "currency", "decided_at", "conversation_id"
    )


@asked(int, datetime, int)
def _to_person(person: int, since: datetime, conversation: int) -> QuerySet[Remedy, Row]:
    counted = Q(decided_at__gte=since) | Q(conversation_id=conversation)
    return _counted(given_rows().filter(counted, person_id=person))


@asked(str, int, datetime)
def _by_actor(kind: str, actor: int, since: datetime) -> QuerySet[Remedy, Row]:
    # A yes that nobody gave leaves it with who asked.
    alone = Q(decided_by_kind=kind, decided_by_id=actor, approval__answered_by=None)
    return _counted(given_rows().filter(alone | Q(approval__answered_by=actor), decided_at__gte=since))


@asked(int, datetime)
def _by_team(team: int, since: datetime) -> QuerySet[Remedy, Row]:
    return _counted(given_rows().filter(team_id=team, decided_at__gte=since))


@asked(datetime)
def _by_nobodys(since: datetime) -> QuerySet[Remedy, Row]:
    return _counted(given_rows().filter(team=None, decided_at__gte=since))


@asked(int)
def _shown(conversation: int) -> QuerySet[Attachment, str]:
    heard = Attachment.objects.filter(message__conversation_id=conversation, message__kind=Kind.HEARD)
    files = heard.filter(inline=False).exclude(content_type__startswith="image/", size__lt=SMALL)
    return files.values_list("content_type", flat=True)[:50]


@asked(int)
def _phones(person: int) -> QuerySet[ContactPoint, str]:
    phones = ContactPoint.objects.filter(person_id=person, kind="phone")
    return phones.order_by("id").values_list("value", flat=True)[:4]
