"""API, as the seam sees it: anyone's own way in and out."""

from __future__ import annotations

from cha.channels.api.health import health_of
from cha.channels.api.reading import read_said
from cha.channels.api.sending import reached, send_api
from cha.channels.base import Capabilities, Health, Inbound, Medium, Outcome
from cha.channels.models import Channel, Delivery, Payload
from cha.conversations.models import Conversation
from cha.people.models import ContactPoint


class Api(Medium):
    """The medium of channels that somebody else makes."""

    name = "api"
    label = "API"
    by = "by the API"
    point_kind = ContactPoint.Kind.HANDLE
    capabilities = Capabilities(
        threads=False,
        one_thread=True,
        rich_text=False,
        subject=False,
        letter=False,
        at_once=True,
        length=20_000,
        icon="plug",
    )

    def read(self, payload: Payload) -> Inbound:
        return read_said(payload.content())

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        return send_api(delivery, channel)

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return reached(conversation, channel)

    def health(self, channel: Channel) -> Health:
        return health_of(channel)
