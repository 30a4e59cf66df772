"""Who asks over a channel of the API: the channel itself, through its token."""

from __future__ import annotations

from django.http import HttpRequest

from cha.channels.models import Channel
from cha.channels.models.channel_token import channel_called, note_use
from cha.core.api.asking import Asker
from cha.core.errors import SignedOut

UNKNOWN = "This needs the token of a channel: Authorization: Bearer chan_… (Settings, Channels)."


class ChannelAsks(HttpRequest):
    """A request that a channel's token let in. It reads and writes what belongs to that channel, nothing else."""

    asker: Asker
    channel: Channel


def channel_asks(request: HttpRequest, token: str) -> Asker:
    """Let a channel's token in, and note on the request which it is. Raises SignedOut."""
    row = channel_called(token) if token else None
    if row is None:
        raise SignedOut(UNKNOWN, code="no_token")
    note_use(row)
    request.channel = row.channel  # type: ignore[attr-defined]
    return Asker(f"channel:{row.pk}", writes=True)
