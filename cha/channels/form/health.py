"""How a form is: whether it is open to the world, and when somebody used it last."""

from __future__ import annotations

from datetime import timedelta

from cha.channels.base import Health
from cha.channels.models import Channel
from cha.core.clock import now

LATELY = timedelta(days=1)


def health_of(channel: Channel) -> Health:
    """In words, newest first."""
    if channel.trouble:
        return Health("plum", channel.trouble)
    if not channel.active:
        return Health("honey", "Switched off: its page says so kindly.")
    if not Channel.objects.filter(medium="email", active=True, brand=channel.brand_id).exists():
        return Health("honey", "Nobody is answered: there is no e-mail address of ours to answer from.")
    if channel.heard_at and now() - channel.heard_at < LATELY:
        return Health("leaf", "Forms come in.")
    return Health("leaf", "Ready. Nobody has written here since yesterday.")
