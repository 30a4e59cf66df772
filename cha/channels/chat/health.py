"""How a chat is: whether a site may show it, and whether somebody wrote lately."""

from __future__ import annotations

from datetime import timedelta

from cha.channels.base import Health
from cha.channels.chat.choices import choices_of
from cha.channels.models import Channel
from cha.core.clock import now


def health_of(channel: Channel) -> Health:
    """In words, newest first."""
    if not channel.active:
        return Health("honey", "Switched off: the sites that show it say that nobody is there.")
    if not choices_of(channel.settings).origins:
        return Health("honey", "No site may show it yet. Name yours, then put the line into it.")
    if channel.heard_at and now() - channel.heard_at < timedelta(days=1):
        return Health("leaf", "People write here, and it is answered here.")
    return Health("leaf", "Ready. Nobody has written since yesterday.")
