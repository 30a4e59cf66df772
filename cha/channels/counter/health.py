"""How a counter is: whether anybody uses it."""

from __future__ import annotations

from datetime import timedelta

from cha.channels.base import Health
from cha.channels.models import Channel
from cha.core.clock import now

LATELY = timedelta(days=7)


def health_of(channel: Channel) -> Health:
    """In words, newest first."""
    if channel.trouble:
        return Health("plum", channel.trouble)
    if not channel.active:
        return Health("honey", "Switched off: its tablet page is not there.")
    if channel.heard_at and now() - channel.heard_at < LATELY:
        return Health("leaf", "Used at the counter.")
    return Health("leaf", "Ready. Nothing was written down this week.")
