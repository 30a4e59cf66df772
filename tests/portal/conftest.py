"""Juniper Lane with one conversation that came in as a mail and was acknowledged, the real way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from cha.channels.models import Channel
from cha.channels.models.channel import add_channel
from cha.channels.models.delivery import Delivery
from cha.channels.models.payload import Arrival, receive
from cha.conversations.models import Conversation, say
from cha.conversations.private_link import private_path
from cha.core import worker
from cha.core.actor import CHA
from cha.people.models import Person
from cha.team.models import Member, brand
from cha.team.models.brand import name_business
from cha.team.models.member import add_member

MAIL = """From: {name} <{address}>
To: hello@juniperlane.example
Subject: {subject}
Message-ID: <{key}@mail.example>
Content-Type: text/plain; charset=utf-8

{words}
"""


@dataclass
class Shop:
    """What the tests of the portal act with."""

    maartje: Member
    channel: Channel

    def writes(self, name: str, address: str, subject: str, words: str) -> Conversation:
        """Somebody's first mail, received, read and acknowledged."""
        key = f"{address.split('@')[0]}-{abs(hash((subject, words)))}"
        raw = MAIL.format(name=name, address=address, subject=subject, words=words, key=key).replace("\n", "\r\n")
        envelope = {"mail_from": address, "recipients": ["hello@juniperlane.example"]}
        receive([Arrival("email", raw.encode(), envelope)])
        worker.run_all()
        found = Conversation.objects.order_by("-id").first()
        assert found is not None
        return found

    def answers(self, conversation: Conversation, words: str) -> None:
        """Maartje answers, and nothing can be undone any more."""
        say(conversation, words, by=self.maartje, hold=timedelta(0))
        worker.run_all()


@pytest.fixture(autouse=True)
def nobody_counted() -> Iterator[None]:
    """Limits per hour begin anew for each test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def shop(db: None) -> Shop:
    """Juniper Lane: a brand, a channel and Maartje."""
    if not brand():
        name_business(
            by=CHA, name="Juniper Lane Flowers", zone="Europe/Brussels", country="BE", short_name="Juniper Lane",
            colour="#7b2c54", phone="09 000 00 00", place="Ghent", week=dict.fromkeys(
                ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00"),
        )  # fmt: skip
    channel = Channel.objects.first() or add_channel("email", "hello@juniperlane.example", by=CHA)
    maartje = Member.objects.first() or add_member("maartje@juniperlane.example", "Maartje de Wit", "agent", by=CHA)
    return Shop(maartje, channel)


@pytest.fixture
def peach(shop: Shop) -> Conversation:
    """Adaeze's order came in peach."""
    words = "Dear all, my order 2291 came in peach, not white. The wedding is on Saturday."
    return shop.writes("Adaeze Nwosu", "adaeze@nwosu.example", "The flowers are peach", words)


@pytest.fixture
def adaeze(peach: Conversation) -> Person:
    return peach.person


@pytest.fixture
def link(peach: Conversation) -> str:
    """The path of Adaeze's private link."""
    return private_path(peach)


@pytest.fixture
def phone() -> Client:
    """A browser without scripts; forms are checked for their token as in life."""
    return Client()


def sent_all(conversation: Conversation) -> None:
    """Let every delivery count as sent, as with a relay."""
    Delivery.objects.filter(conversation=conversation).update(state=Delivery.State.SENT)
