"""The ways an answer can take: over which of our channels, to which address, and why one of them cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cha.channels.base import Capabilities, Medium
from cha.channels.models.channel import Channel
from cha.channels.registry import media
from cha.conversations.models import Conversation, Kind, Message
from cha.core.clock import now
from cha.core.queries import asked


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer. `why_not` is in words, "" where it can be taken; `last`: they wrote this way last."""

    channel: Channel
    address: str
    can: Capabilities
    label: str
    why_not: str = ""
    last: bool = False
    preferred: bool = False


def ways_to(conversation: Conversation) -> list[Way]:
    """How an answer can reach the conversation's person, best first.

    Best is the way that they wrote last, unless they said that they prefer another; then what can be taken, then what
    cannot. A channel that could never reach them is not in it.
    """
    last = next(iter(_last_heard(conversation.pk)), None)
    named = last[0] if last else conversation.channel_id
    wanted = conversation.person.likes.get("channel", "")
    found = [_way(conversation, channel, named, wanted) for channel in _answering(conversation, named)]
    return sorted((way for way in found if way), key=lambda way: (bool(way.why_not), not way.preferred, not way.last))


def usual_way(conversation: Conversation) -> Way | None:
    """The way that an answer takes when nobody chooses another; None when nothing reaches them."""
    return next(iter(ways_to(conversation)), None)


def way_over(conversation: Conversation, channel_id: int) -> Way | None:
    """The way over one of our channels; None when it does not reach them."""
    return next((way for way in ways_to(conversation) if way.channel.pk == channel_id), None)


def _answering(conversation: Conversation, named: int | None) -> list[Channel]:
    """The channels that could answer: the one they wrote to last, the one it was opened on, and the first active one
    of every other medium, of the same brand where there is one.
    """
    channels = list(_channels())
    by_id = {channel.pk: channel for channel in channels}
    chosen = [by_id[pk] for pk in dict.fromkeys((named, conversation.channel_id)) if pk in by_id]
    found = {channel.medium: channel for channel in reversed(chosen)}
    rest = sorted(channels, key=lambda channel: (channel.brand_id != conversation.brand_id, channel.pk))
    for channel in rest:
        if channel.active:
            found.setdefault(channel.medium, channel)
    return list(found.values())


def _way(conversation: Conversation, channel: Channel, named: int | None, wanted: str) -> Way | None:
    medium = media().get(channel.medium)
    address = medium.reaches(conversation, channel) if medium else ""
    if medium is None or not address:
        return None
    return Way(
        channel=channel,
        address=address,
        can=medium.capabilities,
        label=medium.label,
        why_not=_why_not(conversation, channel, medium),
        last=channel.pk == named,
        preferred=bool(wanted) and wanted in (channel.medium, channel.address),
    )


def _why_not(conversation: Conversation, channel: Channel, medium: Medium) -> str:
    if not channel.active:
        return "This way in is switched off."
    window = medium.capabilities.window
    if window and not medium.capabilities.templates:
        rows = _heard_over(conversation.pk, channel.pk)
        if not rows or now() - rows[0] > window:
            return "They wrote too long ago for an answer this way."
    return ""


@asked()
def _channels() -> QuerySet[Channel]:
    return Channel.objects.select_related("brand", "team").order_by("id")


@asked(int)
def _last_heard(conversation: int) -> QuerySet[Message, tuple[int | None, str]]:
    heard = Message.objects.filter(conversation_id=conversation, kind=Kind.HEARD, channel_id__isnull=False)
    return heard.order_by("-pk").values_list("channel_id", "address")[:1]


@asked(int, int)
def _heard_over(conversation: int, channel: int) -> QuerySet[Message, datetime]:
    heard = Message.objects.filter(conversation_id=conversation, kind=Kind.HEARD, channel_id=channel)
    return heard.order_by("-pk").values_list("at", flat=True)[:1]
