"""The webhook of a channel of the API: where answers are posted, and the secret that they are signed with."""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import urlsplit

from cha.channels.models import Channel
from cha.core.actor import Acting, Actor, actor_of
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.secrets import seal
from cha.core.verbs import verb
from cha.team.models import Power
from cha.team.models.member import must_manage

BEGINS: Final = "whsec_"
LONGEST: Final = 500


def webhook_typed(said: str) -> str:
    """The address as it is kept, "" for none. Raises Invalid for what is no address of a web server."""
    said = said.strip()
    try:
        parts = urlsplit(said)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
        usable = usable and (parts.port or 1) > 0 and len(said) <= LONGEST
    except ValueError:
        usable = False
    if said and not usable:
        raise Invalid("That is no web address. One looks like https://app.example/cha.", field="webhook")
    return said


@verb
def renew_webhook_secret(channel: Channel, *, by: Acting | Actor) -> str:
    """A new secret in place of the one before, shown once. Raises Refused unless `by` manages channels."""
    must_manage(by, Power.CHANNELS)
    secret = BEGINS + secrets.token_urlsafe(32)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    locked.secrets = seal(secret)
    locked.save(update_fields=["secrets"])
    record("channel.changed", by=by, on=locked, fields=["webhook_secret"], kind=actor_of(by).kind)
    return secret
