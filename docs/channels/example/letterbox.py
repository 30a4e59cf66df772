"""A letterbox: a way in and out in twenty lines. What is put in is a name, a line below it, the words; what we answer
is laid into a folder. It is the example of docs/channels/README.md, and the tests run it as they run every medium.
"""

from pathlib import Path

from cha.channels.base import Capabilities, Health, Inbound, Medium, Outcome
from cha.channels.models import Channel, Delivery, Payload
from cha.conversations.models import Conversation


class Letterbox(Medium):
    """The medium of notes in a letterbox."""

    name, label, by, point_kind = "letterbox", "Letterbox", "in the letterbox", "handle"
    capabilities = Capabilities(
        threads=False, one_thread=True, rich_text=False, subject=False, letter=False, files=False, length=500
    )

    def read(self, payload: Payload) -> Inbound:
        name, _, words = payload.content().decode().partition("\n")
        return Inbound(self.point_kind, name.strip(), name=name.strip(), text=words.strip())

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return next((point.value for point in conversation.person.points.filter(kind=self.point_kind)), "")

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        try:
            Path(channel.settings["folder"], f"{delivery.external_id}.txt").write_text(delivery.text)
        except (KeyError, OSError) as error:
            return Outcome(sent=False, said=f"Nothing can be laid into the folder: {error}")
        return Outcome(sent=True)

    def health(self, channel: Channel) -> Health:
        return Health("plum", channel.trouble) if channel.trouble else Health("leaf", "Open.")
