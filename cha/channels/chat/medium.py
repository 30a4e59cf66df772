"""Website chat, as the seam sees it: the widget on a website."""

from __future__ import annotations

from cha.channels.base import Capabilities, Health, Inbound, Medium, Outcome
from cha.channels.chat.health import health_of
from cha.channels.chat.reading import read_told
from cha.channels.chat.sending import reached, send_chat
from cha.channels.models import Channel, Delivery, Payload
from cha.conversations.models import Conversation
from cha.people.models import ContactPoint


class Chat(Medium):
    """The medium of website chats."""

    name = "chat"
    label = "Website chat"
    by = "in the chat"
    point_kind = ContactPoint.Kind.VISITOR
    capabilities = Capabilities(
        threads=False,
        rich_text=False,
        subject=False,
        letter=False,
        buttons=4,
        edits=True,
        read_receipts=True,
        typing=True,
        at_once=True,
        file_bytes=40 * 1024 * 1024,
        length=10_000,
        icon="message-circle",
    )

    def read(self, payload: Payload) -> Inbound:
        return read_told(payload.content())

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        return send_chat(delivery)

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return reached(conversation, channel)

    def health(self, channel: Channel) -> Health:
        return health_of(channel)
