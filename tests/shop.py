"""A small shop to test in, and its own way of saying what happens there.

shop.adaeze_writes("It came in peach.")   a raw mail comes in, and everything that follows from it is done
shop.maartje.say(...)                     is `say(conversation, ..., by=shop.maartje)`
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from django.db import connection

from cha.channels.models import Channel, Payload, add_channel
from cha.channels.models.payload import Arrival, receive
from cha.conversations.models import Conversation, Message, say
from cha.conversations.search.indexing import MESSAGES, PEOPLE
from cha.core import worker
from cha.core.actor import CHA
from cha.core.ledger import Event
from cha.team.models import Brand, Member, Role
from cha.team.models.brand import name_business
from cha.team.models.member import add_member

ADDRESS = "hello@juniperlane.example"
numbers = count(1)


def raw_mail(
    words: str = "My order 2291 came in peach, not white.",
    *,
    sender: str = "Adaeze Nwosu <adaeze@nwosu.example>",
    to: str = ADDRESS,
    subject: str = "The flowers",
    **headers: str,
) -> bytes:
    """A plain raw mail; `headers` in Python's names (`in_reply_to`)."""
    known = {"message_id": f"<{next(numbers)}@test.example>", **headers}
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in known.items() if value]
    return ("\r\n".join(lines) + "\r\n\r\n" + words + "\r\n").encode()


@dataclass
class Shop:
    """Juniper Lane at its smallest: a brand, an address, an owner, an agent, a light member."""

    brand: Brand
    channel: Channel
    priya: Member
    maartje: Member
    jef: Member

    def gets(self, raw: bytes, *, read: bool = True) -> Payload:
        """A raw mail comes in."""
        envelope: dict[str, object] = {"mail_from": "adaeze@nwosu.example", "recipients": [ADDRESS]}
        payload = receive([Arrival("email", raw, envelope)])[0]
        if read:
            worker.run_all()
            payload.refresh_from_db()
        return payload

    def adaeze_writes(self, words: str = "My order 2291 came in peach, not white.", **headers: str) -> Conversation:
        """Adaeze writes, and what follows from it is done. Returns the conversation it is in."""
        payload = self.gets(raw_mail(words, **headers))
        return Message.objects.get(pk=payload.message_id).conversation

    def answers(self, conversation: Conversation, words: str = "It is me: Maartje.") -> Message:
        """Maartje answers, and it goes out at once."""
        message = say(conversation, words, by=self.maartje, hold=timedelta(0))
        worker.run_all()
        message.refresh_from_db()
        return message


def forget_words() -> None:
    """Empty the search index: Django empties the tables of its models between tests, and these are none."""
    with connection.cursor() as cursor:
        for table in (MESSAGES, PEOPLE):
            cursor.execute(f"DELETE FROM {table}")


def open_shop() -> Shop:
    """Make the shop in the database of the test."""
    brand = name_business(by=CHA, name="Juniper Lane Flowers", zone="Europe/Brussels", short_name="Juniper Lane")
    return Shop(
        brand=brand,
        channel=add_channel("email", ADDRESS, by=CHA),
        priya=add_member("priya@juniperlane.example", "Priya Raman", Role.OWNER, by=CHA),
        maartje=add_member("maartje@juniperlane.example", "Maartje de Wit", Role.AGENT, by=CHA),
        jef=add_member("jef@juniperlane.example", "Jef", Role.LIGHT, by=CHA),
    )


def verbs(conversation: Conversation) -> list[str]:
    """What the ledger says was done in a conversation, in order."""
    return list(Event.objects.filter(conversation_id=conversation.pk).order_by("id").values_list("verb", flat=True))
