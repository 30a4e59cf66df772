"""When members work and when they are away: a plan of the week per member, and absences.

A member without a plan is thought to be there in the business's hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import Member
from cha.team.models.own_hours import OwnHours, read_hours


class Shift(OwnHours):
    """A member's plan: a usual week, and dates and seasons that differ ("" is off). Zone empty: the business's."""

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="shift")

    def __str__(self) -> str:
        return f"the shifts of {self.member_id}"


class Away(models.TextChoices):
    """Why somebody is away."""

    SICK = "sick", gettext_lazy("Sick")
    HOLIDAY = "holiday", gettext_lazy("Holiday")
    TRAINING = "training", gettext_lazy("Training")
    OTHER = "other", gettext_lazy("Away")


class Absence(models.Model):
    """Somebody is away from `since` until `until`, UTC; None: until they are back. `stands_in` does their part."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="absences")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, choices=Away.choices, default=Away.OTHER)
    stands_in = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(default=now)

    class Meta:
        # The roster asks who is away at a moment, and what of a member's time is taken.
        indexes = [models.Index(fields=["member", "since"], name="absence_member_since")]

    def __str__(self) -> str:
        return f"{self.member_id} away from {self.since:%Y-%m-%d %H:%M}"

    def covers(self, at: datetime) -> bool:
        """Whether it holds this moment."""
        return self.since <= at and (self.until is None or at < self.until)


@verb
def plan_shifts(
    member: Member,
    *,
    by: Acting | Actor,
    week: Mapping[str, str],
    days: Mapping[str, str] | None = None,
    seasons: Sequence[dict[str, Any]] = (),
    zone: str = "",
) -> Shift:
    """Say when a member works, in words as `brand.set_hours`. An empty plan says that no plan is kept for them.

    Raises Refused unless `by` leads, Invalid with its field.
    """
    if isinstance(by, Member) and not (by.leads and by.is_active):
        raise Refused(_("Whoever leads plans the shifts. Ask one of them."))
    read = read_hours(zone, week, days or {}, seasons)
    locked = Member.objects.select_for_update().get(pk=member.pk)
    shift = Shift.objects.filter(member=locked).first() or Shift(member=locked)
    for field, value in read.items():
        setattr(shift, field, value)
    shift.save()
    record("shifts.planned", by=by, on=locked)
    return shift


@verb
def be_away(
    member: Member,
    since: datetime,
    until: datetime | None,
    *,
    by: Acting | Actor,
    reason: str = "",
    stands_in: Member | None = None,
) -> Absence:
    """Somebody is away, from and until (aware; None: nobody knows yet). Said twice, the first is moved.

    Raises Refused unless it is oneself or `by` leads, Invalid with its field (until, reason, stands_in).
    """
    locked = _must_speak_for(member, by)
    reason = reason or Away.OTHER
    if reason not in Away.values:
        raise Invalid(_("Choose why: sick, holiday, training or something else."), field="reason")
    if until is not None and until <= since:
        raise Invalid(_("It ends before it begins."), field="until")
    if stands_in is not None and (stands_in.pk == locked.pk or not stands_in.answers):
        raise Invalid(_("Choose a colleague who may answer people."), field="stands_in")
    same = [one for one in locked.absences.filter(reason=reason, since__lte=since) if one.covers(since)]
    absence = same[0] if same else Absence(member=locked, since=since, reason=reason)
    absence.until, absence.stands_in = until, stands_in
    absence.save()
    record("member.away", by=by, on=locked, absence=absence.pk)
    return absence


@verb
def be_back(member: Member, *, by: Acting | Actor, at: datetime | None = None) -> list[Absence]:
    """Somebody is back: what they are away for now ends. Returns what ended; nothing when they were not away.

    Raises Refused unless it is oneself or `by` leads.
    """
    locked, moment = _must_speak_for(member, by), at or now()
    ended = [one for one in locked.absences.filter(since__lte=moment) if one.covers(moment)]
    for absence in ended:
        absence.until = moment
        absence.save(update_fields=["until"])
        record("member.back", by=by, on=locked, absence=absence.pk)
    return ended


@verb
def call_off(absence: Absence, *, by: Acting | Actor) -> None:
    """An absence that has not begun will not be. Raises Refused unless it is one's own or `by` leads, Conflict."""
    member = _must_speak_for(absence.member, by)
    if absence.since <= now():
        raise Conflict(_("It has begun already. Say that they are back."), code="absence_begun")
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        record("member.back", by=by, on=member, absence=absence.pk)


def _must_speak_for(member: Member, by: Acting | Actor) -> Member:
    """The member, locked: everybody speaks for themselves, who leads for others, too. Raises Refused."""
    if isinstance(by, Member) and not (by.is_active and (by.pk == member.pk or by.leads)):
        raise Refused(_("You may say so for yourself. For others, ask somebody who leads."))
    return Member.objects.select_for_update().get(pk=member.pk)
