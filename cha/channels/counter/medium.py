"""Shop counter, as the seam sees it: what somebody said at the counter, written down by a member."""

from __future__ import annotations

from cha.channels.base import Capabilities, Health, Inbound, Medium, Outcome
from cha.channels.models import Channel, Delivery, Payload
from cha.conversations.models import Conversation
from cha.people.models import ContactPoint


class Counter(Medium):
    """The medium of shop counters."""

    name = "counter"
    label = "Shop counter"
    by = "at the counter"
    point_kind = ContactPoint.Kind.PHONE
    capabilities = Capabilities(threads=False, rich_text=False, letter=False, subject=False, icon="store")

    def read(self, payload: Payload) -> Inbound:
        raise ValueError("Nothing can be read here yet.")

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        return Outcome(sent=False, permanent=True, said="Nothing can be sent this way.")

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return ""

    def health(self, channel: Channel) -> Health:
        return Health("leaf", "Ready.")
