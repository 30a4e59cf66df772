"""Devices: the browsers that a member has signed in from, so that a new one is told of."""

from __future__ import annotations

import hashlib

from django.core import signing
from django.db import models

from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import Member

SALT = "cha.team.device"
DISOWN_WITHIN = 60 * 60 * 24 * 30
RESTED = "This link has rested. Ask an owner or a manager to end your sessions."


class Device(models.Model):
    """One browser of one member, known by a cookie of which only the SHA-256 is kept."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    agent = models.CharField(max_length=60)
    met_at = models.DateTimeField(default=now)

    class Meta:
        # Asked at each sign-in.
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="device_once")]

    def __str__(self) -> str:
        return self.agent


@verb
def meet_device(member: Member, token: str, agent: str) -> Device | None:
    """Remember the browser that a member came in with. Returns it when they had come before, but never from there."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    known = Device.objects.filter(member=member).values_list("digest", flat=True)
    if digest in known:
        return None
    others = bool(known)
    row, new = Device.objects.get_or_create(member=member, digest=digest, defaults={"agent": agent[:60]})
    if new:
        record("device.met", by=member, on=row, first=not others)
    return row if new and others else None


def disowning(device: Device) -> str:
    """The path under which a member says that a device is not theirs; good for thirty days."""
    return f"/not-me/{signing.dumps([device.member_id, device.pk], salt=SALT)}"


def disowned(token: str) -> Device:
    """The device that a path is about. Raises NotFound for a forged, old or used one."""
    try:
        member_id, device_id = signing.loads(token, salt=SALT, max_age=DISOWN_WITHIN)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound(RESTED, code="link_rested") from error
    row = Device.objects.select_related("member").filter(pk=device_id, member_id=member_id).first()
    if row is None:
        raise NotFound(RESTED, code="link_rested")
    return row
