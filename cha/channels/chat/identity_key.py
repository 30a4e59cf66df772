"""The key with which a site signs who its people are, and the chat believes it. Shown once, kept sealed."""

from __future__ import annotations

import secrets
from datetime import datetime

from cha.channels.models.channel import Channel
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.secrets import seal, unseal
from cha.core.verbs import verb
from cha.team.models.member import must_manage

KEPT = "identity"


def identity_key(channel: Channel) -> str:
    """The key that a site signs with (HS256); "" where none was made. Raises Invalid when it can no longer be read."""
    kept = channel.settings.get(KEPT)
    return unseal(kept["sealed"]) if kept else ""


def identity_since(channel: Channel) -> datetime | None:
    """When the key was made (aware); None without one."""
    kept = channel.settings.get(KEPT)
    return datetime.fromisoformat(kept["since"]) if kept else None


@verb
def renew_identity_key(channel: Channel, *, by: Acting | Actor) -> str:
    """A new key in place of the one before, whose signatures are worth nothing from now on: shown once.

    Raises Refused unless `by` manages.
    """
    key = secrets.token_urlsafe(32)
    _keep(channel, {"since": now().isoformat(), "sealed": seal(key)}, by)
    return key


@verb
def drop_identity_key(channel: Channel, *, by: Acting | Actor) -> None:
    """Nobody's signature is believed any more: everybody is a guest. Raises Refused unless `by` manages."""
    _keep(channel, None, by)


def _keep(channel: Channel, kept: dict[str, str] | None, by: Acting | Actor) -> None:
    must_manage(by)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    locked.settings.pop(KEPT, None)
    if kept:
        locked.settings[KEPT] = kept
    locked.save(update_fields=["settings"])
    channel.settings = locked.settings
    record("channel.changed", by=by, on=locked, fields=[KEPT], kind=actor_of(by).kind)
