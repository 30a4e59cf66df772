"""Contact form, as the seam sees it: a page to write to us on; what we answer goes by mail."""

from __future__ import annotations

from cha.channels.base import Capabilities, Health, Inbound, Medium, Outcome
from cha.channels.form.health import health_of
from cha.channels.form.reading import read_submission
from cha.channels.form.sending import NOTHING
from cha.channels.models import Channel, Delivery, Payload
from cha.conversations.models import Conversation
from cha.people.models import ContactPoint


class Form(Medium):
    """The medium of contact forms."""

    name = "form"
    label = "Contact form"
    by = "with the contact form"
    point_kind = ContactPoint.Kind.EMAIL
    capabilities = Capabilities(answers=False, threads=False, icon="clipboard-pen")

    def read(self, payload: Payload) -> Inbound:
        """A submission's values (see `reading`)."""
        return read_submission(payload.content())

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        return NOTHING

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return ""

    def health(self, channel: Channel) -> Health:
        return health_of(channel)
