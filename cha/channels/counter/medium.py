"""Shop counter, as the seam sees it: what somebody said at the counter, written down by a member."""

from __future__ import annotations

from cha.channels.base import Capabilities, Health, Inbound, Medium, Outcome
from cha.channels.counter.health import health_of
from cha.channels.counter.reading import read_jot
from cha.channels.counter.sending import NOTHING
from cha.channels.models import Channel, Delivery, Payload
from cha.conversations.models import Conversation
from cha.people.models import ContactPoint


class Counter(Medium):
    """The medium of shop counters."""

    name = "counter"
    label = "Shop counter"
    by = "at the counter"
    point_kind = ContactPoint.Kind.HANDLE
    capabilities = Capabilities(
        answers=False,
        threads=False,
        rich_text=False,
        letter=False,
        subject=False,
        acknowledged=False,
        icon="store",
    )

    def read(self, payload: Payload) -> Inbound:
        """What was written down, as values (see `reading`)."""
        return read_jot(payload.content())

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        return NOTHING

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return ""

    def health(self, channel: Channel) -> Health:
        return health_of(channel)
