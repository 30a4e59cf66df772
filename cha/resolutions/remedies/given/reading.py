"""What was given, read from rows: only what a member may see, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, PutRight
from cha.people.models.record import Record
from cha.resolutions.models import Remedy
from cha.resolutions.policy.rules import Rule
from cha.resolutions.remedies.given.budgets import Budget, Spent, budgets
from cha.resolutions.remedies.given.figures import WITHIN, Given, Share
from cha.resolutions.remedies.order_left import NOT_GIVEN
from cha.team.models import Member, Team

# Beyond so many the newest are counted.
MOST: Final = 20_000

_FIELDS: Final = (
    "id", "decided_at", "person_id", "kind", "amount", "cost", "currency", "why", "ours", "topic", "product",
    "team__name", "approval_id", "conversation_id",
)  # fmt: skip


def remedies_seen(member: Member, since: datetime, until: datetime) -> QuerySet[Remedy]:
    """What was given in a span, that the member may see. What failed or was taken back was not given."""
    rows = Remedy.objects.filter(decided_at__gte=since, decided_at__lt=until).exclude(state__in=NOT_GIVEN)
    return rows if sees_all(member) else rows.filter(conversation__in=visible_to(member).values("pk"))


def given(member: Member, since: datetime, until: datetime) -> list[Given]:
    """The same as values, newest first, with what became of each. Four queries."""
    rows = remedies_seen(member, since, until).order_by("-decided_at", "-id")
    found = list(rows.values_list(*_FIELDS)[:MOST])
    said = _said(rows.values("conversation_id"))
    talks = _came(member, rows.values("person_id"), since, until)
    orders = _bought(rows.values("person_id"), since, until)
    return [_given(row, said.get(row[-1], []), talks.get(row[2], []), orders.get(row[2], [])) for row in found]


def only_words(member: Member, since: datetime, until: datetime) -> Share:
    """How many felt helped, of those who said, where nothing was given: what words alone do."""
    seen = Conversation.objects.all() if sees_all(member) else visible_to(member)
    rows = PutRight.objects.filter(at__gte=since, at__lt=until, conversation__in=seen.values("pk"))
    rows = rows.exclude(conversation__in=Remedy.objects.exclude(state__in=NOT_GIVEN).values("conversation_id"))
    last: dict[int, bool] = {}
    for talk, confirmed, undone in rows.order_by("id").values_list("conversation_id", "confirmed_at", "undone_at")[
        :MOST
    ]:
        answer = _answer(confirmed, undone)
        if answer is not None:
            last[talk] = answer
    return Share(sum(last.values()), len(last))


def budgets_of(rules: Iterable[Rule], since: datetime) -> list[Budget]:
    """What is left of each team's budgets for the month that began at `since`. Two queries; none without budgets."""
    capped = [rule for rule in rules if rule.cap.team_month is not None]
    if not capped:
        return []
    rows = Remedy.objects.filter(decided_at__gte=since).exclude(state__in=NOT_GIVEN)
    found = rows.values_list("team_id", "kind", "amount", "cost", "currency")
    spent = [Spent(team, kind, max(amount, cost), currency) for team, kind, amount, cost, currency in found]
    teams: list[int | None] = list(Team.objects.order_by("name").values_list("pk", flat=True))
    return budgets(capped, teams or [None], spent)


def answers_of(conversations: Iterable[int]) -> dict[int, list[tuple[datetime, bool]]]:
    """What the persons of these said of its being put right, and when: oldest first."""
    return _said(list(conversations))


def _given(
    row: Any, said: list[tuple[datetime, bool]], talks: list[tuple[datetime, int]], orders: list[datetime]
) -> Given:
    key, at, person, kind, amount, cost, currency, why, ours, topic, product, team, approval, talk = row
    helped = next((answer for moment, answer in reversed(said) if moment >= at), None)
    ordered = next((moment for moment in orders if moment > at), None)
    wrote = next((moment for moment, where in talks if moment > at and where != talk), None)
    back = min((moment for moment in (ordered, wrote) if moment), default=None)
    bought = ordered is not None and ordered <= at + WITHIN
    return Given(
        key, at, person, kind, max(amount, cost), currency, why, ours, topic, product, team or "", approval is None,
        helped, back, bought,
    )  # fmt: skip


def _answer(confirmed: datetime | None, undone: datetime | None) -> bool | None:
    if undone is not None:
        return False
    return True if confirmed is not None else None


def _said(conversations: Any) -> dict[int, list[tuple[datetime, bool]]]:
    found: dict[int, list[tuple[datetime, bool]]] = {}
    rows = PutRight.objects.filter(conversation__in=conversations).order_by("id")
    for talk, confirmed, undone in rows.values_list("conversation_id", "confirmed_at", "undone_at"):
        answer, at = _answer(confirmed, undone), undone or confirmed
        if answer is not None and at is not None:
            found.setdefault(talk, []).append((at, answer))
    return found


def _came(member: Member, persons: Any, since: datetime, until: datetime) -> dict[int, list[tuple[datetime, int]]]:
    """When these persons began to talk of something, that the member may see."""
    seen = Conversation.objects.standing() if sees_all(member) else visible_to(member)
    rows = seen.filter(person__in=persons, opened_at__gte=since, opened_at__lt=until + WITHIN).order_by("opened_at")
    found: dict[int, list[tuple[datetime, int]]] = {}
    for person, at, talk in rows.values_list("person_id", "opened_at", "id"):
        found.setdefault(person, []).append((at, talk))
    return found


def _bought(persons: Any, since: datetime, until: datetime) -> dict[int, list[datetime]]:
    rows = Record.objects.filter(kind=Record.Kind.ORDER, person__in=persons, placed_at__gte=since)
    found: dict[int, list[datetime]] = {}
    for person, at in (
        rows.filter(placed_at__lt=until + WITHIN).order_by("placed_at").values_list("person_id", "placed_at")
    ):
        found.setdefault(person or 0, []).append(at or since)
    return found
