"""Who works when: the plans of the members, cut with what closes the shop, without their absences.

Every question reads the plans and absences of everybody it asks about at once: three queries, whatever the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from cha.core.hours import Hours, always, is_open, spans_between
from cha.core.spans import Span, joined, without
from cha.team.models.brand import Brand, brand
from cha.team.models.member import Member
from cha.team.models.shift import Absence, Shift
from cha.team.models.team import Team

_EVER: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def on_shift(at: datetime, team: Team | None = None) -> list[Member]:
    """Who works at a moment and may answer people, by name; of one team, or of all. At most three queries."""
    rows = Member.objects.filter(is_active=True).select_related("shift").order_by("name", "pk")
    members = [member for member in (rows.filter(teams=team) if team else rows) if member.answers]
    away = {absence.member_id for absence in _away_between(at, at) if absence.covers(at)}
    face = brand()
    there = (member for member in members if member.pk not in away)
    return [member for member in there if is_open(_hours(face, plan_of(member)), at)]


def shift_spans(member: Member, since: datetime, until: datetime) -> list[Span]:
    """When a member works between two moments, without absences, in order. Without a plan, the business's hours."""
    return spans_of([member], since, until)[member.pk]


def spans_of(members: Iterable[Member], since: datetime, until: datetime) -> dict[int, list[Span]]:
    """The same for several, by their keys. At most three queries beside fetching the members."""
    asked = list(members)
    plans = {shift.member_id: shift for shift in Shift.objects.filter(member__in=asked)}
    taken: dict[int, list[Span]] = {}
    for absence in _away_between(since, until):
        taken.setdefault(absence.member_id, []).append(Span(absence.since, absence.until or _EVER))
    face = brand()
    planned = {one.pk: spans_between(_hours(face, plans.get(one.pk)), since, until) for one in asked}
    return {pk: list(without(row, taken.get(pk, ()))) for pk, row in planned.items()}


def team_spans(since: datetime, until: datetime, team: Team | None = None) -> tuple[Span, ...]:
    """When anybody who may answer works, of one team, or of all: a row."""
    rows = Member.objects.filter(is_active=True)
    members = [member for member in (rows.filter(teams=team) if team else rows) if member.answers]
    return joined(span for row in spans_of(members, since, until).values() for span in row)


def away_at(member: Member, at: datetime) -> Absence | None:
    """The absence that a member is in at a moment: of several the one that ends last. One query."""
    found = [absence for absence in _absences(member.pk, at) if absence.covers(at)]
    return max(found, key=lambda one: one.until or _EVER, default=None)


def works_at(member: Member, at: datetime) -> bool | None:
    """Whether a member works at a moment. None: no plan is kept for them, and they are not said to be away."""
    if away_at(member, at):
        return False
    plan = plan_of(member)
    return is_open(_hours(brand(), plan), at) if plan else None


def hours_of(member: Member) -> Hours:
    """When a member works in general, absences apart: by their plan, or else in the business's hours.

    What closes the business on a date closes it for them too, unless their plan says something of that date.
    """
    return _hours(brand(), plan_of(member))


def hours_by_member(members: Iterable[Member]) -> dict[int, Hours]:
    """`hours_of` of several, which came with their plans (`select_related("shift")`), by their keys. One query."""
    face = brand()
    return {member.pk: _hours(face, plan_of(member)) for member in members}


def plan_of(member: Member) -> Shift | None:
    """The plan that is kept for a member, if one is: an empty one is none. Asks where `select_related` has not."""
    plan = getattr(member, "shift", None)
    return plan if plan and any(plan.own_hours) else None


def coming_absences(at: datetime, members: Sequence[Member] | None = None) -> list[Absence]:
    """The absences that are not over at a moment, the first first, with their members. One query."""
    rows = Absence.objects.filter(Q(until=None) | Q(until__gt=at), member__is_active=True)
    chosen = rows if members is None else rows.filter(member__in=list(members))
    return list(chosen.select_related("member", "stands_in").order_by("since", "pk"))


def _hours(face: Brand | None, plan: Shift | None) -> Hours:
    if plan is None or not any(plan.own_hours):
        return face.hours() if face else always()
    return (face or Brand()).hours_of_plan(plan)


def _away_between(since: datetime, until: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(Q(until=None) | Q(until__gt=since), since__lte=until)


def _absences(member: int, at: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(Q(until=None) | Q(until__gt=at), member_id=member, since__lte=at)
