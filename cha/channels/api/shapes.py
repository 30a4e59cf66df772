"""What comes in over a channel of the API and what goes out, as the document says it."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import MaxLen
from pydantic import Field, StringConstraints, with_config
from typing_extensions import TypedDict

from cha.core.api.types import EXACT, Code, Id, Input, Line, LongLine, Moment, Page, PublicId
from cha.core.api.types import Said as SaidAt

# No way out of a folder, and something to see.
FILE = r"^[^\u0000-\u001f/\\]*[^\u0000-\u001f/\\\s][^\u0000-\u001f/\\]*$"
HANDLE = r"^[!-~]{1,120}$"
Handle = Annotated[str, StringConstraints(pattern=HANDLE)]
Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r"^([A-Za-z0-9!#$&'*/=?^_{|}~.%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{2,63}){1,4})?$",
    ),
]
Phone = Annotated[str, StringConstraints(max_length=40, pattern=r"^(\+?[0-9]([ ./()-]{0,2}[0-9]){5,14})?$")]
Language = Annotated[str, StringConstraints(pattern="^([a-z]{2,3}(-[A-Z]{2})?)?$")]
Told = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\u0000]*$")]


class Start(Input):
    """Who it is, by your own id for them (`handle`).

    Addresses are claimed, unless they are verified and the channel trusts you.
    """

    handle: Handle
    name: Line = ""
    email: Email = ""
    phone: Phone = ""
    language: Language = ""
    verified: Annotated[bool, Field(strict=True)] = False


class Say(Input):
    """What they say. `id` is yours: the same again is the same message. Text or files, or both.

    Without `conversation` it goes on with the one that is open, or opens one; `new` opens one in any case.
    """

    handle: Handle
    id: Handle
    text: Told = ""
    at: Moment | None = None
    conversation: Id | None = None
    new: Annotated[bool, Field(strict=True)] = False
    subject: LongLine = ""
    topic: Annotated[Code, MaxLen(32)] = ""
    language: Language = ""
    files: Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=1000)]], MaxLen(10)] = []


class Whose(Page):
    """Whose conversations."""

    handle: Handle


class FileName(Input):
    """What the file is called."""

    name: Annotated[str, StringConstraints(max_length=200, pattern=FILE)]


@with_config(EXACT)
class ChannelOut(TypedDict):
    """The channel itself. `file_bytes` is the largest file that is taken."""

    id: PublicId
    name: str
    open: bool
    webhook: bool
    trusts: bool
    file_bytes: int


@with_config(EXACT)
class OwnPerson(TypedDict):
    """Somebody, as this channel knows them."""

    handle: str
    name: str
    language: str


@with_config(EXACT)
class OwnFile(TypedDict):
    """A file in a message; its bytes are at `url`."""

    id: PublicId
    name: str
    type: str
    size: int
    url: str


# `from` is a word of Python.
OwnMessage = TypedDict(
    "OwnMessage",
    {
        "id": PublicId,
        "theirs": str,
        "conversation": PublicId,
        "from": Literal["person", "member", "cha"],
        "name": str,
        "at": SaidAt,
        "text": str,
        "files": list[OwnFile],
    },
)
OwnMessage.__pydantic_config__ = EXACT  # type: ignore[attr-defined]


@with_config(EXACT)
class OwnMessages(TypedDict):
    """What was said, oldest first."""

    items: list[OwnMessage]
    next: str | None


@with_config(EXACT)
class OwnConversation(TypedDict):
    """One concern. `state`: ours (we answer), theirs (they do), put_right, confirmed, aside, trash."""

    id: PublicId
    subject: str
    state: str
    opened_at: SaidAt
    last_at: SaidAt


@with_config(EXACT)
class OwnConversations(TypedDict):
    """Somebody's conversations over this channel, newest first."""

    items: list[OwnConversation]
    next: str | None


@with_config(EXACT)
class WaitingFile(TypedDict):
    """A file that was taken in; name its `id` in a message within a day."""

    id: str
    name: str
    type: str
    size: int


@with_config(EXACT)
class EventOut(TypedDict):
    """Something that happened.

    `kind`: message (words for the person, in `text`), put_right, confirmed, reopened, assigned.
    """

    id: str
    kind: str
    at: SaidAt
    channel: PublicId
    handle: str
    conversation: PublicId | None
    message: OwnMessage | None
    text: str


@with_config(EXACT)
class Events(TypedDict):
    """What happened, in order. `next` is where to go on, always."""

    items: list[EventOut]
    next: str
