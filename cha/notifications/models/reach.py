"""Reach: what may reach a member, where and when, as they chose. Nobody else sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext as _

from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.notifications.kinds import CHANNELS, KINDS
from cha.notifications.quiet import clock_time, next_gathering, opens_for
from cha.team.models import Member, brand

HOLD: Final = timedelta(hours=1)
MAILS: Final = ("once", "daily", "weekly")


class Reach(models.Model):
    """A member's choices. `choices` is {kind: {channel: bool}} and holds only what was chosen.

    `quiet`: nothing outside `starts`–`ends` (times of the day), or outside the shop's hours while those are empty.
    `held_until`: they asked for peace until then. `mails`: mail at `once`, or together `daily` or `weekly` (Fridays),
    at `mails_at`.
    """

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="reach")
    choices = models.JSONField(default=dict)
    quiet = models.BooleanField(default=True)
    starts = models.CharField(max_length=5, blank=True)
    ends = models.CharField(max_length=5, blank=True)
    held_until = models.DateTimeField(null=True)
    sound = models.BooleanField(default=False)
    mails = models.CharField(max_length=6, default="once")
    mails_at = models.CharField(max_length=5, default="16:00")

    def __str__(self) -> str:
        return f"what reaches {self.member_id}"

    def allows(self, kind: str, channel: str) -> bool:
        """Whether something of this kind takes this channel."""
        return KINDS[kind].allows(channel, self.choices.get(kind, {}))

    def gathers(self, kind: str) -> bool:
        """Whether mail about it waits for others: thanks always do."""
        return self.mails != "once" or kind == "thanked"

    def from_when(self, at: datetime) -> datetime:
        """From when on they may be reached: `at` itself, or the end of what is quiet then."""
        at = max(at, self.held_until or at)
        if not self.quiet:
            return at
        own = clock_time(self.starts), clock_time(self.ends)
        face = brand()
        times = (own[0], own[1]) if own[0] and own[1] else None
        return opens_for(at, own=times, zone=zone_of(self.member), hours=face.hours() if face else None)

    def gathers_at(self, at: datetime) -> datetime:
        """When gathered mail goes out next."""
        said = clock_time(self.mails_at) or time(16)
        return next_gathering(at, weekly=self.mails != "daily", said_at=said, zone=zone_of(self.member))


def zone_of(member: Member) -> str:
    """The zone a member lives by: their own, else the shop's."""
    face = None if member.zone else brand()
    return member.zone or (face.zone if face else "UTC")


def reach_of(member: Member) -> Reach:
    """A member's choices; the usual ones, not saved, while they made none."""
    return Reach.objects.filter(member=member).select_related("member").first() or Reach(member=member)


@verb
def choose(
    member: Member,
    choices: Mapping[str, Mapping[str, bool]],
    *,
    by: Member,
    quiet: bool,
    starts: str,
    ends: str,
    sound: bool,
    mails: str,
    mails_at: str,
) -> Reach:
    """Keep what a member chose for themselves. What is fixed stays as it is, unknown names are left out.

    Raises Invalid with the field of a time that is none, NotFound for somebody else's.
    """
    row = _own(member, by)
    for name, said in (("starts", starts), ("ends", ends), ("mails_at", mails_at)):
        if (said or name == "mails_at") and clock_time(said) is None:
            raise Invalid(_("“%(said)s” is no time of the day. Write it as 08:30.") % {"said": said[:20]}, field=name)
    if bool(starts) != bool(ends):
        field = "ends" if starts else "starts"
        raise Invalid(_("Two times are needed, or none for the hours of the shop."), field=field)
    row.choices = {
        name: {channel: bool(chosen[channel]) for channel in CHANNELS if channel in chosen}
        for name, chosen in choices.items()
        if name in KINDS
    }
    row.quiet, row.starts, row.ends, row.sound = quiet, starts.strip(), ends.strip(), sound
    row.mails, row.mails_at = mails if mails in MAILS else "once", mails_at.strip()
    row.save()
    record("reach.chosen", by=by, on=row)
    return row


@verb
def hold(member: Member, *, by: Member, until: datetime | None = None) -> Reach:
    """Ask for peace for an hour, or until a moment; what comes meanwhile comes together, afterwards."""
    row = _own(member, by)
    row.held_until = until or now() + HOLD
    row.save()
    record("reach.held", by=by, on=row)
    return row


@verb
def let_go(member: Member, *, by: Member) -> Reach:
    """Enough peace: what waited may come. It costs a sweep of what is due (`notifications.carrying`)."""
    row = _own(member, by)
    row.held_until = None
    row.save()
    record("reach.let_go", by=by, on=row)
    return row


def _own(member: Member, by: Member) -> Reach:
    if by.pk != member.pk:
        raise Invalid(_("Everybody chooses this for themselves."))
    return Reach.objects.select_for_update().filter(member=member).first() or Reach(member=member)
