"""How an e-mail channel is."""

from __future__ import annotations

from datetime import timedelta

from cha.channels.base import Health
from cha.channels.email.mailbox.telling import trouble as mailbox_trouble
from cha.channels.models import Channel, Grant
from cha.core.clock import now

QUIET = timedelta(days=1)


def health_of(channel: Channel, not_ready: str) -> Health:
    """The newest trouble first, then what is missing (`not_ready`), then what was heard."""
    if channel.trouble:
        return Health("plum", channel.trouble)
    if away := next(iter(channel.mailboxes.exclude(trouble="")), None):
        return Health("plum", mailbox_trouble(away))
    if gone := Grant.objects.filter(channel=channel).exclude(refused="").first():
        return Health("plum", gone.said)
    if not_ready:
        return Health("honey", not_ready)
    if channel.heard_at and now() - channel.heard_at < QUIET:
        return Health("leaf", "Mail comes in and goes out.")
    return Health("leaf", "Ready. Nothing has come in since yesterday.")
