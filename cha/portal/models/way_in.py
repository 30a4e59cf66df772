"""Ways in: a link by mail, opened once within half an hour, lets one device see all of a person's conversations."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ids import IdField, decode, encode
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import verify

OPENS_FOR = timedelta(minutes=30)
LASTS = timedelta(days=30)
SALT = "cha.portal.way-in"


class WayIn(models.Model):
    """One link that was sent to one address. `used_at`: a device came in by it; `closed_at`: it may no longer."""

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="ways_in")
    point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="ways_in")
    made_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"a way in for {self.person_id}"

    @property
    def token(self) -> str:
        """What stands in the address: the id and 160 bits of HMAC-SHA256 over it."""
        name = encode(self.pk)
        return f"{name}-{_signature(name)}"

    @property
    def waits(self) -> bool:
        """Whether it would still let somebody in."""
        return self.used_at is None and self.closed_at is None and now() - self.made_at < OPENS_FOR


def _signature(name: str) -> str:
    return salted_hmac(SALT, name, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:40]


def find_way_in(token: str) -> WayIn:
    """The way in that a token names, used or not. Raises NotFound for one that never was ours."""
    name, _, signed = token.partition("-")
    if constant_time_compare(signed, _signature(name)):
        row = WayIn.objects.select_related("person", "point").filter(pk=decode(name)).first()
        if row:
            return row
    raise NotFound("This page has rested. Ask for a new link.", code="no_such_link")


def still_in(pk: int) -> Person | None:
    """The person whose device came in by this way, while that lasts."""
    since = now() - LASTS
    row = WayIn.objects.select_related("person").filter(pk=pk, used_at__gt=since, closed_at=None).first()
    return row.person if row else None


@verb
def use_way_in(way: WayIn) -> bool:
    """Let one device in, once. False when it was used, closed, or is too old. It proves the address it was sent to."""
    fresh = WayIn.objects.filter(pk=way.pk, used_at=None, closed_at=None, made_at__gt=now() - OPENS_FOR)
    if not fresh.update(used_at=now()):
        return False
    verify(way.point, "link", by=way.person)
    record("way_in.used", by=way.person, on=way, person=way.person_id)
    return True


@verb
def leave_by(pk: int) -> None:
    """The person leaves the device that came in by this way."""
    WayIn.objects.filter(pk=pk, closed_at=None).update(closed_at=now())


@verb
def close_all(way: WayIn) -> None:
    """“That was not me”: no device is in any longer, and no link that was sent still opens."""
    WayIn.objects.filter(person_id=way.person_id, closed_at=None).update(closed_at=now())
    record("way_in.disowned", by=way.person, on=way, person=way.person_id)
