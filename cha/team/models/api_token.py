"""Tokens of the API: a program acts as one member, reading or writing, until the token ends or is revoked.

Only the SHA-256 of a token is kept: it is 256 random bits, so nobody finds it by trying.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models.member import Member, must_manage, must_manage_member

BEGINS: Final = "cha_"
SHOWN: Final = 10
# How exactly "last used" is known: a row written at every request would be the dearest part of it.
USED_EVERY: Final = timedelta(minutes=5)


class ApiToken(models.Model):
    """What lets one program in, as `member`. `shown` is how it begins, to tell it from others."""

    id = IdField()
    name = models.CharField(max_length=60)
    member = models.ForeignKey(Member, models.CASCADE, related_name="api_tokens")
    writes = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    shown = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    def lets_in(self, at: datetime) -> bool:
        """Whether it lets its member in at a moment."""
        return self.revoked_at is None and (self.ends_at is None or at < self.ends_at) and self.member.is_active


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@verb
def make_token(
    name: str, member: Member, *, by: Acting | Actor, writes: bool = False, ends_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token for a program that acts as `member`. The second value is the token itself: shown once, kept nowhere.

    Raises Refused unless `by` manages, and may manage that member; Invalid.
    """
    must_manage(by)
    if not (isinstance(by, Member) and by.pk == member.pk):
        must_manage_member(by, member)
    name = name.strip()[:60]
    if not name:
        raise Invalid("Say what it is for, such as: our webshop.", field="name")
    if not member.is_active:
        raise Invalid(f"{member.name} has no seat here any more.", field="member")
    if ends_at is not None and ends_at <= now():
        raise Invalid("That day has passed. Choose a later one.", field="ends")
    token = BEGINS + secrets.token_urlsafe(32)
    row = ApiToken(name=name, member=member, writes=writes, digest=digest_of(token), ends_at=ends_at)
    row.shown, row.made_by = token[:SHOWN], by if isinstance(by, Member) else None
    row.save(force_insert=True)
    record("api_token.made", by=by, on=row, member=member.pk, writes=writes)
    return row, token


@verb
def revoke_token(row: ApiToken, *, by: Acting | Actor) -> None:
    """Let it in no more. Twice is once. Raises Refused unless `by` manages."""
    must_manage(by)
    if ApiToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now()):
        row.refresh_from_db()
        record("api_token.revoked", by=by, on=row, member=row.member_id)


def token_called(token: str) -> ApiToken | None:
    """The token's row with its member, if it lets in now; None for every other. One query."""
    row = next(iter(_by_digest(digest_of(token))), None)
    return row if row is not None and row.lets_in(now()) else None


def note_use(row: ApiToken) -> None:
    """Note that it was used just now, to the minutes of USED_EVERY. No event: it is no act."""
    at = now()
    if row.used_at is None or at - row.used_at >= USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used_at=at)


@asked(str)
def _by_digest(digest: str) -> models.QuerySet[ApiToken]:
    return ApiToken.objects.select_related("member__own_role").filter(digest=digest)
