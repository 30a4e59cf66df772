"""API, as the seam sees it: anyone's own way in and out."""

from __future__ import annotations

from cha.channels.base import Capabilities, Health, Inbound, Medium, Outcome
from cha.channels.models import Channel, Delivery, Payload
from cha.conversations.models import Conversation
from cha.people.models import ContactPoint


class Api(Medium):
    """The medium of apis."""

    name = "api"
    label = "API"
    by = "by the API"
    point_kind = ContactPoint.Kind.HANDLE
    capabilities = Capabilities(threads=False, rich_text=False, subject=False, letter=False, at_once=True, icon="plug")

    def read(self, payload: Payload) -> Inbound:
        raise ValueError("Nothing can be read here yet.")

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        return Outcome(sent=False, permanent=True, said="Nothing can be sent this way.")

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return ""

    def health(self, channel: Channel) -> Health:
        return Health("leaf", "Ready.")
