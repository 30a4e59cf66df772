"""What other apps may use of channels. Depends on conversations and everything below it."""

from cha.channels.models.channel import (
    Channel,
    add_channel,
    change_channel,
    channel_of,
    set_relay,
    target_of,
)
from cha.channels.models.channel_token import ChannelToken
from cha.channels.models.delivery import Delivery, dispatch, note_outcome, retry_delivery
from cha.channels.models.grant import Grant, drop_grant, keep_grant
from cha.channels.models.handing import Handing, find_handing, hand_over, newest_handing, take_over
from cha.channels.models.mailbox import (
    Mailbox,
    add_mailbox,
    change_mailbox,
    look_again,
    pause_mailbox,
    remove_mailbox,
    take_history,
)
from cha.channels.models.payload import Payload
from cha.channels.models.sealing_key import SealingKey
from cha.channels.models.visit import Visit, Visitor

__all__ = [
    "Channel",
    "ChannelToken",
    "Delivery",
    "Grant",
    "Handing",
    "Mailbox",
    "Payload",
    "SealingKey",
    "Visit",
    "Visitor",
    "add_channel",
    "add_mailbox",
    "change_channel",
    "change_mailbox",
    "channel_of",
    "dispatch",
    "drop_grant",
    "find_handing",
    "hand_over",
    "keep_grant",
    "look_again",
    "newest_handing",
    "note_outcome",
    "pause_mailbox",
    "remove_mailbox",
    "retry_delivery",
    "set_relay",
    "take_history",
    "take_over",
    "target_of",
]
