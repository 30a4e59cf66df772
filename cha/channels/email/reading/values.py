"""What a mail says, as plain values: nothing here touches a network or a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cha.channels.email.addresses import Address


class MachineKind(StrEnum):
    """Why no person waits for an answer to a mail."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    LIST = "list"
    LOOP = "loop"
    COMPLAINT = "complaint"


class BounceKind(StrEnum):
    """How badly a delivery failed: no such address, refused though the address lives, not now, still trying."""

    HARD = "hard"
    POLICY = "policy"
    SOFT = "soft"
    DELAY = "delay"


@dataclass(frozen=True, slots=True)
class Machine:
    """A mail written by a machine, with the reason in words.

    For a bounce or a complaint, `recipient` is the (first) address it is about, `recipients` all of them, `status`
    an enhanced code (RFC 3463), `about` the Message-ID of the mail that came back and `words` what the other server
    said; each is None or "" where the bounce does not say. `bounce` is how badly it failed.
    """

    kind: MachineKind
    reason: str
    recipient: str | None = None
    status: str | None = None
    about: str | None = None
    bounce: BounceKind | None = None
    recipients: tuple[str, ...] = ()
    words: str = ""

    @property
    def delayed(self) -> bool:
        """Whether the other server still tries."""
        return self.bounce is BounceKind.DELAY


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The message inside a forwarded one: who wrote it first, and what. `sent_at` is UTC, None where none is sure."""

    from_: Address
    subject: str = ""
    text: str = ""
    html: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a mail. `name` is safe for a file system; `content_id` has no angle brackets."""

    name: str
    content_type: str
    size: int
    content: bytes
    content_id: str | None
    inline: bool


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it was understood. Lists are cut at the bounds of `reading.bounds`; `problems` says what was odd.

    `fresh_text` holds this mail's own words, `quoted_text` the history and signature to fold away;
    `to_count` and `cc_count` are how many recipients the headers named, also beyond those kept.
    `delivered_to` is where it really went: envelope recipients, then Delivered-To and its kin. `authentic` is "pass",
    "fail" or "" (see `authentication`), `forwarded` the message that a forward carries. `marks` says what else the mail
    is, as JSON values: `calendar` (see `calendars`), `signed` and `encrypted` ("smime" or "openpgp"), `winmail`,
    `only_forwarded` (no words above the message handed on), and in `left_out`, in words, what only the mail as it came
    still holds.
    """

    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    from_: Address | None
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    to_count: int
    cc: tuple[Address, ...]
    cc_count: int
    delivered_to: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    text: str
    html_clean: str | None
    fresh_text: str
    quoted_text: str
    attachments: tuple[Attachment, ...]
    machine: Machine | None
    spam: bool
    problems: tuple[str, ...]
    authentic: str = ""
    forwarded: Forwarded | None = None
    marks: Mapping[str, object] = field(default_factory=dict)

    @property
    def answer_to(self) -> Address | None:
        """Where an answer belongs: Reply-To, else From, else Sender."""
        return self.reply_to[0] if self.reply_to else self.from_ or self.sender
