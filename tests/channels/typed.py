"""A medium for tests: words typed to and fro, which can be changed after they were sent."""

from __future__ import annotations

from cha.channels.base import Capabilities, Health, Inbound, Outcome
from cha.channels.models import Channel, Delivery, Payload


class Typed:
    """The smallest medium that edits."""

    name = "typed"
    capabilities = Capabilities(threads=False, rich_text=False, subject=False, edits=True, icon="message-circle")

    def read(self, payload: Payload) -> Inbound:
        return Inbound("typed", "visitor", text=payload.content().decode())

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        return Outcome(sent=True)

    def ready(self, channel: Channel) -> str:
        return ""

    def vouches(self, payload: Payload, address: str) -> bool:
        return False

    def health(self, channel: Channel) -> Health:
        return Health("leaf", "Well")
