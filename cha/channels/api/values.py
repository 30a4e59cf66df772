"""What comes in over a channel of the API, and how the channel behaves, as values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cha.core.ids import encode

MEDIUM: Final = "api"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was taken in before; its bytes lie under `digest`."""

    digest: str
    name: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says. `id` is what their own system calls the message: with the same one it is the same message.

    `at` is when it was said (ISO, aware), `conversation` the id of one of theirs, 0 for the one that is open, or a new
    one.
    """

    channel: int
    handle: str
    id: str
    text: str
    at: str
    name: str = ""
    conversation: int = 0
    subject: str = ""
    topic: str = ""
    language: str = ""
    files: tuple[SentFile, ...] = ()

    @property
    def external_id(self) -> str:
        return external_id(self.channel, self.id)


@dataclass(frozen=True, slots=True)
class Choices:
    """How a channel behaves. `webhook` is where answers are posted, "" where they wait to be fetched.

    `trusts`: what the other side says is verified is taken as such.
    """

    webhook: str = ""
    trusts: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Choices:
        """Of a channel's settings."""
        return cls(str(settings.get("webhook") or ""), settings.get("trusts") is True)

    def to_data(self) -> dict[str, object]:
        """As a channel's settings."""
        return {"webhook": self.webhook, "trusts": self.trusts}


def external_id(channel: int, theirs: str) -> str:
    """What a message of theirs is called here: another channel's may have the same name."""
    return f"{MEDIUM}:{encode(channel)}:{theirs}"


def point_value(channel: int, handle: str) -> str:
    """The value of the contact point of somebody whom a channel calls by this handle."""
    return f"{encode(channel)}:{handle}"


def handle_of(channel: int, value: str) -> str:
    """The handle in the value of a contact point of this channel; "" in any other's."""
    before = f"{encode(channel)}:"
    return value.removeprefix(before) if value.startswith(before) else ""
