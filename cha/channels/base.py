"""The seam: what a medium must be able to do. The core asks what a channel can, never which medium it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from cha.conversations.models.hearing import HeardFile
from cha.core.ids import encode

if TYPE_CHECKING:
    from cha.channels.models import Channel, Delivery, Payload
    from cha.conversations.models import Conversation


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a medium can carry, and how it behaves. The defaults are those of a letter.

    `answers`: we can answer over it at all. `threads`: answers name what they answer. `one_thread`: what somebody
    writes goes on with what is open between us, as in a messenger. `letter`: an answer is a letter with a greeting,
    what was promised and the private link; otherwise its words alone. `buttons`: how many choices can be tapped, 0 for
    none. `file_types` are the beginnings of content types ("image/"), empty for all; `file_bytes` is the largest file,
    None for no limit of its own. `length` is in characters, None for no limit. `edits`: what was sent can be changed or
    taken back. `window`: so long after their last message may we write, None for always; beyond it only `templates`.
    `public`: others read it. `at_once`: words go without the seconds in which they can be undone. `acknowledged`: what
    comes in is acknowledged at once, unless the channel is told otherwise; not where somebody did it aloud.
    """

    answers: bool = True
    threads: bool = True
    one_thread: bool = False
    rich_text: bool = True
    subject: bool = True
    letter: bool = True
    buttons: int = 0
    files: bool = True
    file_types: tuple[str, ...] = ()
    file_bytes: int | None = None
    length: int | None = None
    edits: bool = False
    read_receipts: bool = False
    typing: bool = False
    window: timedelta | None = None
    templates: bool = False
    public: bool = False
    at_once: bool = False
    acknowledged: bool = True
    icon: str = "mail"


@dataclass(frozen=True, slots=True)
class Answers:
    """Our own signed token, come back: what the message answers.

    `kind` is `c` (a conversation), `n` (a note, shown to `member_id` by mail), `a` (a yes that `member_id` is asked
    for) or `s` (a side conversation); `id` is the conversation's, the ask's or the side conversation's.
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

    `channel` is which of our channels it came to, where the medium knows; else `recipients` say. `topic` is what they
    chose, `facts` are what they filled in (kind and value), `filled` are fields of the conversation (key and value, as
    such are kept), `also` further addresses they gave (kind and value), each only claimed. `hand` is the member who
    wrote it down for them: that proves nothing of an address.
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
    channel: int | None = None
    topic: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    filled: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    hand: int | None = None


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
    """One way of talking. `read` never touches the database; `send` may wait on a network, `read` may not.

    `name` is its word in the database and the API, `label` what members read, `by` the same after a verb ("said by
    e-mail"), `point_kind` the kind of contact point that people have here. A medium that inherits from this has the
    usual answers where there is one.
    """

    name: str
    label: str
    by: str
    point_kind: str
    capabilities: Capabilities

    def address(self, typed: str) -> str:
        """An address of ours as it is written down; "" when one is to be made by chance. Raises Invalid in words."""
        return typed.strip().lower()

    def read(self, payload: Payload) -> Inbound:
        """The values in a raw payload. Raises ValueError in words when it cannot be read at all."""
        ...

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        """Try once to get a delivery out. Every failure is an outcome, not an exception."""
        ...

    def ready(self, channel: Channel) -> str:
        """Why nothing can be sent now, in words; "" when it can."""
        return ""

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        """The address at which an answer over this channel reaches the conversation's person; "" for none."""
        ...

    def external_id(self, message: int, channel: Channel) -> str:
        """What a message of ours is called on the other side: the same at every try, and no mail's id (no @)."""
        return f"{self.name}:{encode(message)}"

    def vouches(self, payload: Payload, address: str) -> bool:
        """Whether a signature in the payload proves that `address` sent it. May wait on a network."""
        return False

    def health(self, channel: Channel) -> Health:
        """How the channel is."""
        ...
