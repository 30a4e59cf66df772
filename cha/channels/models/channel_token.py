"""Tokens of channels of the API: what a program of one's own lets people write with, and fetches answers with.

Only the SHA-256 of a token is kept: it is 256 random bits, so nobody finds it by trying.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import models

from cha.channels.models.channel import Channel
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models import Power
from cha.team.models.member import must_manage

BEGINS: Final = "chan_"
SHOWN: Final = 11
MOST: Final = 5
USED_EVERY: Final = timedelta(minutes=5)


class ChannelToken(models.Model):
    """What lets programs in as one channel. `shown` is how it begins, to tell it from others."""

    id = IdField()
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    shown = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.shown


@verb
def make_channel_token(channel: Channel, *, by: Acting | Actor) -> tuple[ChannelToken, str]:
    """A further token; the second value is the token itself, shown once. Raises Refused, and Invalid for a sixth."""
    must_manage(by, Power.CHANNELS)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    if locked.medium != "api" or locked.tokens.filter(revoked_at=None).count() >= MOST:
        raise Invalid(f"A channel of the API has {MOST} tokens at most. Revoke one first.", field="token")
    token = BEGINS + secrets.token_urlsafe(32)
    row = ChannelToken(channel=locked, digest=_digest(token), shown=token[:SHOWN])
    row.save(force_insert=True)
    record("channel_token.made", by=by, on=row, channel=locked.pk)
    return row, token


@verb
def revoke_channel_token(row: ChannelToken, *, by: Acting | Actor) -> None:
    """Let it in no more. Twice is once. Raises Refused."""
    must_manage(by, Power.CHANNELS)
    if ChannelToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now()):
        row.refresh_from_db()
        record("channel_token.revoked", by=by, on=row, channel=row.channel_id)


def channel_called(token: str) -> ChannelToken | None:
    """The token's row with its channel, if it lets in now; None for every other. One query."""
    row = next(iter(_by_digest(_digest(token))), None)
    return row if row is not None and row.revoked_at is None and row.channel.active else None


def note_use(row: ChannelToken) -> None:
    """Note that it was used just now, to the minutes of USED_EVERY. No event: it is no act."""
    at = now()
    if row.used_at is None or at - row.used_at >= USED_EVERY:
        ChannelToken.objects.filter(pk=row.pk).update(used_at=at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@asked(str)
def _by_digest(digest: str) -> models.QuerySet[ChannelToken]:
    return ChannelToken.objects.select_related("channel__brand", "channel__team").filter(digest=digest)
