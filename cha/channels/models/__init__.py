"""What other apps may use of channels. Depends on conversations and everything below it."""

from cha.channels.models.channel import (
    Channel,
    add_channel,
    change_channel,
    channel_of,
    set_relay,
    target_of,
)
from cha.channels.models.delivery import Delivery, dispatch, note_outcome, retry_delivery
from cha.channels.models.payload import Payload

__all__ = [
    "Channel",
    "Delivery",
    "Payload",
    "add_channel",
    "change_channel",
    "channel_of",
    "dispatch",
    "note_outcome",
    "retry_delivery",
    "set_relay",
    "target_of",
]
