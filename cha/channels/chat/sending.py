"""Sending: an answer is out when it stands where the browser fetches it, which it does from the moment it is said."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from cha.channels.base import Outcome
from cha.channels.models import Channel, Delivery
from cha.channels.models.visit import LASTS, Visit, Visitor, visitor_called
from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.queries import asked

STANDS: Final = "It stands in the chat."
GONE: Final = "They asked this chat to forget them. Another way may reach them."


def send_chat(delivery: Delivery) -> Outcome:
    """Whether somebody is still there who could fetch it: a browser that was forgotten never will."""
    if not _there(delivery.address):
        return Outcome(sent=False, permanent=True, said=GONE)
    return Outcome(sent=True, said=STANDS)


def _there(address: str) -> bool:
    """Whether a browser may still fetch what goes to a key; or to an account, from whichever browser."""
    visitor = visitor_called(address)
    if visitor is None:
        return Visitor.objects.filter(account__value=address, forgotten_at=None).exists()
    return visitor.forgotten_at is None


def reached(conversation: Conversation, channel: Channel) -> str:
    """The browser that would fetch an answer: the one that was in this chat last, within thirty days; "" for none."""
    return next(iter(_browsers(conversation.pk, channel.pk, now() - LASTS)), "")


@asked(int, int, datetime)
def _browsers(conversation: int, channel: int, since: datetime) -> QuerySet[Visit, str]:
    rows = Visit.objects.filter(conversation_id=conversation, visitor__channel_id=channel, here_until__gt=since)
    rows = rows.filter(visitor__forgotten_at=None)
    return rows.order_by("-here_until", "-pk").values_list("visitor__key", flat=True)[:1]
