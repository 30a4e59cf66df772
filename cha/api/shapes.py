"""What goes out: values by name, as the document says them."""

from __future__ import annotations

from pydantic import with_config
from typing_extensions import TypedDict

from cha.core.api.types import EXACT, PublicId, Said


@with_config(EXACT)
class Named(TypedDict):
    """Somebody or something by id and name."""

    id: PublicId
    name: str


@with_config(EXACT)
class ChannelNamed(TypedDict):
    """A channel. `medium`: email, chat, form, counter, api or another."""

    id: PublicId
    name: str
    medium: str


@with_config(EXACT)
class ConversationOut(TypedDict):
    """One concern of one person. `state`: ours (waits on us), theirs, put_right, confirmed, aside, trash."""

    id: PublicId
    person: Named
    subject: str
    gist: str
    topic: str
    language: str
    state: str
    channel: ChannelNamed | None
    assignee: Named | None
    team: Named | None
    tags: list[str]
    fields: dict[str, str]
    mood: str
    opened_at: Said
    last_at: Said
    last_words: str
    waiting_since: Said | None
    snoozed_until: Said | None
    promised_by: Said | None
    version: int


@with_config(EXACT)
class Conversations(TypedDict):
    """A page of conversations; `next` is null on the last."""

    items: list[ConversationOut]
    next: str | None


@with_config(EXACT)
class FileOut(TypedDict):
    """A file that came along. `size` in bytes; its bytes are at `url`."""

    id: PublicId
    name: str
    type: str
    size: int
    url: str


@with_config(EXACT)
class Author(TypedDict):
    """Who said it. `kind`: person, member, or cha (by itself)."""

    kind: str
    id: PublicId | None
    name: str


@with_config(EXACT)
class MessageOut(TypedDict):
    """One thing said. `kind`: heard, said, acknowledged, note (for members only), passed, returned.

    `delivery` says how far an outgoing one got: held, waiting, sent, failed, unsent.
    """

    id: PublicId
    conversation: PublicId
    kind: str
    author: Author
    at: Said
    medium: str
    subject: str
    text: str
    language: str
    delivery: str
    held_until: Said | None
    files: list[FileOut]


@with_config(EXACT)
class PromisedOut(TypedDict):
    """A promise that the words say. `by` is null where they say no time, `sure` false where they are doubtful.

    `holds`: whether hours, shifts and what is promised already let it be kept; `nearest`: the first time that does.
    """

    what: str
    words: str
    by: Said | None
    sure: bool
    holds: bool | None
    nearest: Said | None


@with_config(EXACT)
class SaidOut(MessageOut):
    """What was said, with the promises that its words say: none is kept track of unless a member says so."""

    promises: list[PromisedOut]


@with_config(EXACT)
class Messages(TypedDict):
    """A page of messages, oldest first (found ones: newest first)."""

    items: list[MessageOut]
    next: str | None


@with_config(EXACT)
class PointOut(TypedDict):
    """Where a person can be reached. `verified`: it is known that they are behind it."""

    id: PublicId
    kind: str
    value: str
    verified: bool
    dead: bool


@with_config(EXACT)
class FactOut(TypedDict):
    """One thing they told us; a corrected one stays, and names what corrected it."""

    id: PublicId
    kind: str
    value: str
    source: str
    told_at: Said
    conversation: PublicId | None
    corrected_by: PublicId | None


@with_config(EXACT)
class Facts(TypedDict):
    """All facts of a person that may be seen, newest first, two hundred at most."""

    items: list[FactOut]


@with_config(EXACT)
class PersonOut(TypedDict):
    """One human being. `name` is empty while nobody knows it; `called` is what screens say then."""

    id: PublicId
    name: str
    called: str
    say_name: str
    pronouns: str
    language: str
    zone: str
    about: str
    organisation: Named | None
    tags: list[str]
    points: list[PointOut]
    fields: dict[str, str]
    arrived_at: Said
    version: int


@with_config(EXACT)
class People(TypedDict):
    """A page of people, newest first."""

    items: list[PersonOut]
    next: str | None


@with_config(EXACT)
class MemberOut(TypedDict):
    """A member. `answers`: may be given conversations."""

    id: PublicId
    name: str
    email: str
    role: str
    answers: bool


@with_config(EXACT)
class Members(TypedDict):
    """Every member with a seat, by name."""

    items: list[MemberOut]


@with_config(EXACT)
class Teams(TypedDict):
    """Every team, by name."""

    items: list[Named]


@with_config(EXACT)
class Channels(TypedDict):
    """Every channel, oldest first."""

    items: list[ChannelNamed]
