"""What a visitor says, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

MEDIUM: Final = "chat"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was taken in before; its bytes lie under `digest`."""

    digest: str
    name: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a visitor says. `once` is the browser's own word for it: with the same one it is the same message.

    `account` is who their site says, under its signature, that they are: then it is that person who speaks.
    `conversation` is the id of one that is theirs, 0 for a new concern. `mail` is where to answer when they are gone.
    `page` is where they stand, of those who agreed to be seen there.
    """

    channel: int
    visitor: str
    text: str
    once: str
    account: str = ""
    conversation: int = 0
    language: str = ""
    name: str = ""
    mail: str = ""
    page: dict[str, str] = field(default_factory=dict)
    files: tuple[SentFile, ...] = ()

    @property
    def address(self) -> str:
        """Whose words they are: the value of a contact point."""
        return self.account or self.visitor

    @property
    def external_id(self) -> str:
        """What the message is called: nobody else's, as it begins with the visitor's key."""
        return external_id(self.visitor, self.once)


def external_id(visitor: str, once: str) -> str:
    """The id of what a visitor said under a word of their browser's."""
    return f"{MEDIUM}:{visitor}:{once}"


def once_of(name: str, visitor: str) -> str:
    """The browser's word in the external id of a message of this visitor; "" in one that came otherwise."""
    before = f"{MEDIUM}:{visitor}:"
    return name.removeprefix(before) if name.startswith(before) else ""
