"""Grants: the leave that somebody gave us, at Google or Microsoft, to fetch and send the mail of an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q

from cha.channels.models.channel import Channel
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.secrets import seal
from cha.core.verbs import verb
from cha.core.wake import after_commit
from cha.team.models.member import must_manage

# How long one process may take to renew, before another one tries.
LEASE: Final = timedelta(seconds=30)


class Grant(models.Model):
    """Leave for one channel. `refresh` and `access` are sealed; `until` is when the access token runs out.

    `refused` is the house's code when it takes the leave no longer ("" while it does), `said` its words. While one
    process renews, `renewing_until` keeps others away.
    """

    id = IdField()
    channel = models.OneToOneField(Channel, models.CASCADE, related_name="grant")
    house = models.CharField(max_length=16)
    account = models.CharField(max_length=320)
    refresh = models.TextField()
    access = models.TextField(blank=True)
    until = models.DateTimeField(null=True)
    renewing_until = models.DateTimeField(null=True)
    given_at = models.DateTimeField(default=now)
    refused = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.account} at {self.house}"


@verb
def keep_grant(
    channel: Channel, house: str, account: str, *, refresh: str, access: str, until: datetime, by: Acting | Actor
) -> Grant:
    """Keep the leave that was just given, in place of the channel's earlier one. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    grant = Grant.objects.filter(channel=locked).first() or Grant(channel=locked)
    grant.house, grant.account = house, account
    grant.refresh, grant.access, grant.until = seal(refresh), seal(access), until
    grant.given_at, grant.refused, grant.said, grant.renewing_until = now(), "", "", None
    grant.save()
    record("grant.given", by=by, on=grant, channel=locked.pk, house=house)
    after_commit()
    return grant


@verb
def drop_grant(grant: Grant, *, by: Acting | Actor) -> None:
    """Forget the leave. Raises Refused unless `by` manages."""
    must_manage(by)
    locked = Grant.objects.select_for_update().get(pk=grant.pk)
    record("grant.dropped", by=by, on=locked, channel=locked.channel_id, house=locked.house)
    locked.delete()


@verb
def note_grant_refused(grant: Grant, code: str, said: str) -> None:
    """The house takes the leave no longer: somebody has to sign in there again. Nothing when a newer one was given."""
    mine = Grant.objects.filter(pk=grant.pk, refresh=grant.refresh, refused="")
    changed = mine.update(refused=code[:40] or "refused", said=said[:300], access="", until=None, renewing_until=None)
    if changed:
        record("grant.refused", by=CHA, on=grant, channel=grant.channel_id, house=grant.house, code=code[:40])


def take_lease(grant: Grant) -> bool:
    """Whether it is this process that renews now."""
    at = now()
    as_read = Grant.objects.filter(pk=grant.pk, refresh=grant.refresh, access=grant.access)
    free = as_read.filter(Q(renewing_until=None) | Q(renewing_until__lt=at))
    return bool(free.update(renewing_until=at + LEASE))


def let_go_of_lease(grant: Grant) -> None:
    """Renewing did not work just now: others may try."""
    Grant.objects.filter(pk=grant.pk, refresh=grant.refresh).update(renewing_until=None)


def note_renewed(grant: Grant, *, access: str, until: datetime, refresh: str = "") -> None:
    """Keep new tokens, unless the leave was given anew meanwhile. An empty `refresh` keeps the one from before."""
    fields = {"access": seal(access), "until": until, "renewing_until": None}
    if refresh:
        fields["refresh"] = seal(refresh)
    Grant.objects.filter(pk=grant.pk, refresh=grant.refresh).update(**fields)


def forget_access(grant: Grant, access: str) -> None:
    """This access token (sealed, as it was read) was not taken: the next one is to be new."""
    Grant.objects.filter(pk=grant.pk, access=access).update(access="", until=None)
