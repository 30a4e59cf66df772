"""A channel's hook: which provider may post to us for it, and the secret that proves that it is that provider."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from cha.channels.models.channel import Channel
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.secrets import seal, unseal
from cha.core.verbs import verb
from cha.team.models.member import must_manage


@dataclass(frozen=True, slots=True)
class Hook:
    """Who posts, and since when (aware). Raises nothing; the secret is asked for by `secret_of`."""

    provider: str
    since: datetime
    sealed: str = field(repr=False)


def hook_of(channel: Channel) -> Hook | None:
    """The channel's hook; None when nobody posts."""
    kept = channel.settings.get("hook")
    return Hook(kept["provider"], datetime.fromisoformat(kept["since"]), kept["sealed"]) if kept else None


def secret_of(hook: Hook) -> str:
    """What proves a post. Raises Invalid when it can no longer be read."""
    return unseal(hook.sealed)


@verb
def set_hook(channel: Channel, provider: str, *, by: Acting | Actor, secret: str = "") -> str:
    """Let a provider post, in place of the one before; "" for none. Returns the secret: `secret`, or one made here.

    Raises Refused unless `by` manages, Invalid for a secret that is none.
    """
    must_manage(by)
    if not secret.isascii() or any(sign.isspace() for sign in secret):
        raise Invalid("A key has neither spaces nor letters with accents. Please copy it again.", field="hook_key")
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    secret = secret or secrets.token_urlsafe(24)
    locked.settings.pop("hook", None)
    if provider:
        locked.settings["hook"] = {"provider": provider, "since": now().isoformat(), "sealed": seal(secret)}
    locked.save(update_fields=["settings"])
    record("channel.changed", by=by, on=locked, fields=["hook"], kind=actor_of(by).kind)
    return secret if provider else ""
