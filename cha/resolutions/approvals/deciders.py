"""Deciders: who may say yes to something, who of them is there now, and how long it usually takes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import QuerySet

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.hours import Hours, add, always, open_between
from cha.core.money import Money
from cha.core.queries import asked
from cha.people.models.record import Record
from cha.resolutions.authority import asker_with, case_of, rules_in_force
from cha.resolutions.facts import Budgets, given_by
from cha.resolutions.models.approval import Approval
from cha.resolutions.models.unlock import Unlock
from cha.resolutions.policy.case import Decision
from cha.resolutions.policy.rules import RANKS, Ask
from cha.team.models import Member, Role, brand
from cha.team.models.role import ANSWERS
from cha.team.roster import away_at, works_at

_USUAL: Final = Ask().minutes
_LOOKED_AT: Final = timedelta(days=90)
_QUARTER: Final = timedelta(minutes=15)
# The person hears it from whoever asked: what that takes, beside the answer itself.
_TELLING: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Times:
    """`due`: whoever is asked should have answered; `hears`: the person knows. Both aware, UTC."""

    due: datetime
    hears: datetime


def who_may(
    conversation: Conversation,
    kind: str,
    worth: Money,
    *,
    order: Record | None = None,
    but: Member | None = None,
    among: Sequence[Member] | None = None,
    shown: Iterable[str] = (),
) -> list[Member]:
    """Who may say yes to this, those with the least authority that is enough first. `but` is left out. `shown` is
    what the asker has seen elsewhere.

    They answer people, see the conversation, and may decide as much themselves. Above every limit it takes two: an
    owner, or a lead whom the policy names, says yes to what somebody else asks, unless it is never given.
    """
    rules = rules_in_force()
    rows = [one for one in (_answering() if among is None else among) if one.answers and one != but]
    unlocks: dict[int, list[Unlock]] = {}
    for unlock in Unlock.objects.filter(member__in=rows):
        unlocks.setdefault(unlock.member_id, []).append(unlock)
    base = case_of(conversation, CHA, kind, worth, order=order, shown=shown, rules=rules)
    counted = Budgets.of(rules.rules, kind).member
    may = []
    for member in rows:
        case = replace(base, asker=asker_with(member, unlocks.get(member.pk, ())))
        if counted:
            case = replace(case, by_member=given_by(member, base.at))
        if _says_yes(member, rules.decide(case)) and visible_to(member).filter(pk=conversation.pk).exists():
            may.append(member)
    return sorted(may, key=lambda member: (RANKS.index(member.role), member.name, member.pk))


def first_of(may: Sequence[Member], ask: Ask, to: Member | None, at: datetime) -> tuple[Member, Member | None]:
    """Who of them is asked, and who stands in where they are not there: `to`, else whom the policy names first.

    Raises Refused where nobody may, Invalid where `to` may not.
    """
    if not may:
        raise Refused("Nobody else here may say yes to this. An owner can change the policy.", code="nobody")
    if to is not None and to not in may:
        raise Invalid(f"{to.first_name} may not decide this either.", field="to")
    named = [member for pk in ask.members for member in may if member.pk == pk]
    first = to or (named or may)[0]
    if is_there(first, at):
        return first, None
    absence = away_at(first, at)
    others = others_than([*named, *may], {first.pk}, at)
    standing = [member for member in others if absence and member.pk == absence.stands_in_id]
    return first, next(iter(standing or others), None)


def has_it_now(may: Sequence[Member], ask: Ask | None, at: datetime) -> Member | None:
    """Who of them would be asked now: whom the policy names first, else their stand-in. None where nobody may."""
    if not may:
        return None
    first, stands_in = first_of(may, ask or Ask(), None, at)
    return stands_in or first


def others_than(may: Iterable[Member], but: Collection[int | None], at: datetime) -> list[Member]:
    """Who of them is there, and not among `but`."""
    return [member for member in may if member.pk not in but and is_there(member, at)]


def is_there(member: Member, at: datetime) -> bool:
    """Whether somebody works now. Without a plan, and not away, they are thought to be there."""
    return works_at(member, at) is not False


def times_of(ask: Ask | None, at: datetime) -> Times:
    """By when an ask that is made now is answered, and the person told: open time only, told on a quarter of an hour.

    It takes as long as it usually does, and never less than the policy says.
    """
    hours = _hours()
    lasts = timedelta(minutes=max((ask or Ask()).minutes, usual_minutes_to_answer()))
    due = add(hours, at, lasts) or at + lasts
    hears = add(hours, due, lasts + _TELLING) or due + lasts + _TELLING
    return Times(due, _on_a_quarter(hears))


def usual_minutes_to_answer() -> int:
    """How many minutes of open time it takes until an ask is answered: the median of the last fifty in ninety days.

    Without any, what a policy says unless it says otherwise.
    """
    hours = _hours()
    rows = _answered(now() - _LOOKED_AT)
    took = [(open_between(hours, since, until) or until - since).total_seconds() for since, until in rows if until]
    return max(1, math.ceil(median(took) / 60)) if took else _USUAL


def _says_yes(member: Member, decision: Decision) -> bool:
    if decision.verdict == "may":
        return True
    named = decision.ask is not None and member.pk in decision.ask.members and member.leads
    return decision.verdict == "ask" and (named or member.role == Role.OWNER)


def _hours() -> Hours:
    face = brand()
    return face.hours() if face else always()


def _on_a_quarter(at: datetime) -> datetime:
    """The next quarter of an hour, as a clock says it in every zone that is a quarter off another."""
    quarter = _QUARTER.total_seconds()
    return datetime.fromtimestamp(math.ceil(at.timestamp() / quarter) * quarter, UTC)


@asked()
def _answering() -> QuerySet[Member]:
    rows = Member.objects.filter(is_active=True, role__in=[str(role) for role in ANSWERS])
    return rows.select_related("shift").order_by("name", "pk")


@asked(datetime)
def _answered(since: datetime) -> QuerySet[Approval, tuple[datetime, datetime | None]]:
    rows = Approval.objects.filter(answered_at__gte=since, answered_by__isnull=False)
    return rows.order_by("-answered_at").values_list("asked_at", "answered_at")[:50]
