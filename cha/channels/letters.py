"""The channels that carry letters: for what must reach an address of mail, whatever way a conversation goes."""

from __future__ import annotations

from functools import cache

from cha.channels.models.channel import Channel, channel_of
from cha.channels.registry import media
from cha.conversations.models import Conversation


@cache
def letter_media() -> tuple[str, ...]:
    """The media whose answers are letters."""
    return tuple(name for name, medium in media().items() if medium.capabilities.letter and medium.capabilities.answers)


def letter_channels(brand_id: int | None = None) -> list[Channel]:
    """Our active channels for letters, with their brands: those of the brand first, older ones before newer."""
    rows = Channel.objects.filter(medium__in=letter_media(), active=True).select_related("brand").order_by("pk")
    return sorted(rows, key=lambda channel: brand_id is not None and channel.brand_id != brand_id)


def letters_of(conversation: Conversation) -> Channel | None:
    """The channel that letters about a conversation go by: its own where that carries them, else one of its brand's."""
    own = channel_of(conversation)
    return own if own and own.medium in letter_media() else letter_channel(conversation.brand_id)


def letter_channel(brand_id: int | None = None) -> Channel | None:
    """The channel that a letter goes by where nothing says which; None while there is none."""
    return next(iter(letter_channels(brand_id)), None)
