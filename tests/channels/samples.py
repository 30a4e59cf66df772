"""One thing that comes in over each medium, as its own receiving stores it, for the suite that every medium passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from cha.channels.models import Channel, add_channel
from cha.channels.models.payload import Arrival
from cha.channels.models.visit import come_in, remember_visitor
from cha.conversations.models import Message
from cha.core.actor import CHA
from cha.team.models import Member
from tests.shop import ADDRESS, raw_mail

WORDS = "My order 2291 came in peach, not white."
VISITOR = "a1" * 16


@dataclass(frozen=True)
class Sample:
    """How a medium is tried: a channel of it, and somebody's words as they come in over it.

    `arrives(channel, words, name)`: `name` is the other side's own name for the message. `then` is what its receiving
    does besides, once the message is there.
    """

    medium: str
    opens: Callable[[Path], dict[str, Any]]
    arrives: Callable[[Channel, str, str], Arrival]
    then: Callable[[Message], object] = lambda message: None

    def channel(self, folder: Path) -> Channel:
        """A channel of this medium; the shop's own where it has one."""
        known = Channel.objects.filter(medium=self.medium).first()
        return known or add_channel(self.medium, f"{self.medium}-door", by=CHA, **self.opens(folder))


def _mail(channel: Channel, words: str, name: str) -> Arrival:
    envelope: dict[str, object] = {"mail_from": "adaeze@nwosu.example", "recipients": [ADDRESS]}
    return Arrival("email", raw_mail(words, message_id=f"<{name}@phone.example>"), envelope)


def _chat(channel: Channel, words: str, name: str) -> Arrival:
    said = {"visitor": VISITOR, "channel": channel.pk, "once": name, "text": words, "name": "Adaeze"}
    return Arrival("chat", orjson.dumps(said))


def _lets_in(message: Message) -> None:
    channel = Channel.objects.get(pk=message.channel_id)
    come_in(message.conversation, remember_visitor(channel, VISITOR))


def _form(channel: Channel, words: str, name: str) -> Arrival:
    said = {"form": 1, "channel": channel.pk, "once": name, "words": words, "email": "adaeze@nwosu.example"}
    return Arrival("form", json.dumps(said).encode(), {"channel": channel.pk})


def _counter(channel: Channel, words: str, name: str) -> Arrival:
    """What a member wrote down for somebody who left her address."""
    jot = {"once": name, "words": words, "kind": "email", "address": "adaeze@nwosu.example", "name": "Adaeze Nwosu"}
    hand = Member.objects.earliest("pk").pk
    return Arrival("counter", json.dumps({"counter": 1, "channel": channel.pk, "hand": hand, **jot}).encode())


def _api(channel: Channel, words: str, name: str) -> Arrival:
    said = {"channel": channel.pk, "handle": "u-17", "id": name, "text": words, "name": "Adaeze Nwosu"}
    return Arrival("api", orjson.dumps(said))


def _letterbox(channel: Channel, words: str, name: str) -> Arrival:
    return Arrival("letterbox", f"Adaeze\n{words}\n".encode(), {"name": name})


SAMPLES = {
    sample.medium: sample
    for sample in (
        Sample("email", lambda folder: {}, _mail),
        Sample("chat", lambda folder: {}, _chat, _lets_in),
        Sample("form", lambda folder: {}, _form),
        Sample("counter", lambda folder: {}, _counter),
        Sample("api", lambda folder: {}, _api),
        Sample("letterbox", lambda folder: {"settings": {"folder": str(folder)}}, _letterbox),
    )
}
