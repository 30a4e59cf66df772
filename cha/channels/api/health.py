"""How a channel of the API is: whether somebody lets people write over it, and fetches what is answered."""

from __future__ import annotations

from datetime import timedelta

from cha.channels.api.values import Choices
from cha.channels.base import Health
from cha.channels.models import Channel, Delivery
from cha.core.clock import now

PATIENCE = timedelta(hours=1)


def health_of(channel: Channel) -> Health:
    """In words, the worst first."""
    if not channel.tokens.filter(revoked_at=None).exists():
        return Health("honey", "No token yet: nobody can write this way. Make one on its page.")
    if Choices.of(channel.settings).webhook:
        if channel.trouble:
            return Health("plum", channel.trouble)
    elif _left_lying(channel):
        return Health("plum", "Answers wait for an hour and more: nobody fetches them. Fetch them, or set a webhook.")
    if channel.heard_at and now() - channel.heard_at < timedelta(days=1):
        return Health("leaf", "Messages come in and go out.")
    return Health("leaf", "Ready. Nothing has come in since yesterday.")


def _left_lying(channel: Channel) -> bool:
    rows = Delivery.objects.exclude(state="sent").filter(channel=channel, made_at__lt=now() - PATIENCE)
    return rows.exclude(state=Delivery.State.DROPPED).exists()
