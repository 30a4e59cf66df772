"""One-time sign-in links: works once, for a while; only its digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.apps import apps
from django.db import models

from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import Member

RESTED = "This link has rested. Links work once, for a while. Ask an owner or a manager for a new one."


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class SignInLink(models.Model):
    """A link that signs one member in, once."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"a link for {self.member_id}"


@verb
def make_sign_in_link(member: Member, lasts: timedelta = timedelta(hours=1)) -> str:
    """The path of a new one-time link for a member: `/in/<token>`. It lasts an hour unless told otherwise."""
    token = secrets.token_urlsafe(24)
    row = SignInLink.objects.create(member=member, digest=_digest(token), until=now() + lasts)
    record("sign_in_link.made", by=CHA, on=row, member=member.pk)
    return f"/in/{token}"


@verb
def use_sign_in_link(token: str) -> Member:
    """Who the link signs in; it is used up. Raises NotFound when unknown, used, too old, or the member has left."""
    row = SignInLink.objects.select_related("member").filter(digest=_digest(token)).first()
    fresh = row and SignInLink.objects.filter(pk=row.pk, used_at=None, until__gt=now()).update(used_at=now())
    if not row or not fresh or not row.member.is_active:
        raise NotFound(RESTED, code="link_rested")
    record("sign_in_link.used", by=row.member, on=row)
    apps.get_model("team", "Invitation").objects.filter(member=row.member, came_at=None).update(came_at=now())
    return row.member


def who_comes_by(token: str) -> Member:
    """Who a link would sign in; looking does not use it up (mail scanners look). Raises NotFound."""
    rows = SignInLink.objects.filter(digest=_digest(token), used_at=None, until__gt=now(), member__is_active=True)
    row = rows.select_related("member").first()
    if row is None:
        raise NotFound(RESTED, code="link_rested")
    return row.member
