"""Standing links: addresses that show promises without signing in, until they are closed.

A member's calendar, a screen on the wall, and the page of kept promises, open to everybody while its link stands.
"""

from __future__ import annotations

import hmac

from django.db import models
from django.utils.crypto import salted_hmac

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ids import IdField, decode, encode, new_id
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models import Member

SALT = "cha.promises.standing_link"
MOST = 12


class StandingLink(models.Model):
    """One such address. `member` opened it; a calendar shows what they keep and may see, a wall what they may see."""

    class Kind(models.TextChoices):
        CALENDAR = "calendar"
        WALL = "wall"
        PUBLIC = "public"

    id = IdField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    member = models.ForeignKey(Member, models.CASCADE, related_name="standing_links")
    name = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["kind", "member"], name="standing_link_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()

    @property
    def token(self) -> str:
        """What stands in the address: its id, and 160 bits that only this install can make."""
        return f"{encode(self.pk)}-{_proof(self)}"


def _proof(link: StandingLink) -> str:
    return salted_hmac(SALT, f"{link.kind}:{link.pk}", algorithm="sha256").hexdigest()[:40]


def link_behind(token: str, kind: str) -> StandingLink | None:
    """The link that stands at an address, with its member; None for a wrong or closed one, or a member who left.

    Compares in constant time.
    """
    name, _, proof = token.partition("-")
    try:
        found = _link(decode(name), kind)
    except ValueError:
        return None
    link = found[0] if found else StandingLink(id=0, kind=kind)
    right = hmac.compare_digest(_proof(link).encode(), proof.encode())
    return link if found and right and link.member.is_active else None


@asked(int, str)
def _link(pk: int, kind: str) -> models.QuerySet[StandingLink]:
    return StandingLink.objects.filter(pk=pk, kind=kind).select_related("member")


@verb
def open_link(kind: str, *, by: Member, name: str = "") -> StandingLink:
    """Open one. A member's new calendar closes the one they had; the public page has one. Raises Refused, Invalid."""
    if kind != StandingLink.Kind.CALENDAR and not by.manages:
        raise Refused("Owners and managers open this. Ask one of them.")
    same = StandingLink.objects.filter(kind=kind)
    if kind == StandingLink.Kind.CALENDAR:
        same.filter(member=by).delete()
    if kind == StandingLink.Kind.PUBLIC and (standing := same.first()):
        return standing
    if kind == StandingLink.Kind.WALL and same.count() >= MOST:
        raise Invalid("There are many screens already. Close one that nobody looks at.", field="name")
    link = StandingLink.objects.create(id=new_id(), kind=kind, member=by, name=name.strip()[:80])
    record("standing_link.opened", by=by, on=link, kind=kind)
    return link


@verb
def close_link(link: StandingLink, *, by: Acting | Actor) -> None:
    """Close it: its address shows nothing from now on. Raises Refused for what is somebody else's."""
    if isinstance(by, Member) and not by.manages and link.member_id != by.pk:
        raise Refused("Whoever opened it closes it, or an owner or manager.")
    record("standing_link.closed", by=by, on=link, kind=link.kind)
    StandingLink.objects.filter(pk=link.pk).delete()
