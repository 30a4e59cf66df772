"""The seam: what a medium must be able to do. The core asks what a channel can, never which medium it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from cha.conversations.models.hearing import HeardFile

if TYPE_CHECKING:
    from cha.channels.models import Channel, Delivery, Payload


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a medium can carry. `length` is in characters, None for no limit; `edits`: what was sent can be changed."""

    threads: bool = True
    rich_text: bool = True
    subject: bool = True
    files: bool = True
    length: int | None = None
    edits: bool = False
    icon: str = "mail"


@dataclass(frozen=True, slots=True)
class Answers:
    """Our own signed token, come back: what the message answers.

    `kind` is `c` (a conversation), `n` (a note, shown to `member_id` by mail) or `s` (a side conversation); `id` is
    the conversation's, or the side conversation's.
    """

    kind: str
    id: int
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery that came back. `kind`: hard (no such address), policy (refused, but the address is alive), soft
    (full, or not now), delay (the other server still tries). `about` is the external id of what came back, `status`
    an enhanced code (RFC 3463); each "" where it is not said. `words` are the other server's own.
    """

    kind: str
    address: str = ""
    status: str = ""
    about: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """The message inside a forwarded one: who wrote it first, and what."""

    address: str
    name: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """A payload read into values.

    `point_kind` and `address` say who it is from ("" when it does not say). `thread` lists external ids it refers to,
    nearest first; `answers` is set when it carried our own signed token. `machine` is a kind (bounce, auto_reply,
    list, loop) when no human being wrote it, `machine_words` says how that was seen. `authentic` is `pass` when the
    sender's domain vouches for the address, `fail` when it disowns it, "" when nobody said; `signed` then asks for its
    signature to be checked, later. `original` is what a
    forward carries. `reply_to` is where the sender wants answers, when that is elsewhere. `marks` goes with the message
    as it is (JSON values: calendar, signed, encrypted ...).
    """

    point_kind: str
    address: str
    name: str = ""
    text: str = ""
    html: str = ""
    quoted: str = ""
    subject: str = ""
    language: str = ""
    language_sure: bool = False
    external_id: str = ""
    thread: tuple[str, ...] = ()
    answers: Answers | None = None
    recipients: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    files: tuple[HeardFile, ...] = ()
    machine: str = ""
    machine_words: str = ""
    bounce: Bounce | None = None
    authentic: str = ""
    signed: bool = False
    original: Original | None = None
    reply_to: str = ""
    marks: Mapping[str, object] = field(default_factory=dict)
    spam: bool = False
    sent_at: datetime | None = None
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt to send. `doubt`: it may have arrived; the same id goes again.

    `refused` are those of several addresses that were not taken, with code and words, also when the others were.
    `provider_id` is what a provider calls it from now on.
    """

    sent: bool
    permanent: bool = False
    code: int | None = None
    said: str = ""
    doubt: bool = False
    refused: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel is, in words. tone: leaf (well), honey (needs a thought), plum (does not work)."""

    tone: str
    words: str


class Medium(Protocol):
    """One way of talking. `read` never touches the database; `send` may wait on a network, `read` may not."""

    name: str
    capabilities: Capabilities

    def read(self, payload: Payload) -> Inbound:
        """The values in a raw payload. Raises ValueError in words when it cannot be read at all."""
        ...

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        """Try once to get a delivery out. Every failure is an outcome, not an exception."""
        ...

    def ready(self, channel: Channel) -> str:
        """Why nothing can be sent now, in words; "" when it can."""
        ...

    def vouches(self, payload: Payload, address: str) -> bool:
        """Whether a signature in the payload proves that `address` sent it. May wait on a network."""
        ...

    def health(self, channel: Channel) -> Health:
        """How the channel is."""
        ...
