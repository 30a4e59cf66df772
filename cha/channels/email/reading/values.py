"""What a mail says, as plain values: nothing here touches a network or a database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cha.channels.email.addresses import Address


class MachineKind(StrEnum):
    """Why no person waits for an answer to a mail."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    LIST = "list"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Machine:
    """A mail written by a machine, with the reason in words.

    For a bounce, `recipient` is the address that failed, `status` its enhanced code (RFC 3463) and
    `about` the Message-ID of the mail that came back; each is None where the bounce does not say.
    `delayed` means that the other server still tries.
    """

    kind: MachineKind
    reason: str
    recipient: str | None = None
    status: str | None = None
    about: str | None = None
    delayed: bool = False


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
    `delivered_to` is where it really went: envelope recipients, then Delivered-To and its kin.
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

    @property
    def answer_to(self) -> Address | None:
        """Where an answer belongs: Reply-To, else From, else Sender."""
        return self.reply_to[0] if self.reply_to else self.from_ or self.sender
