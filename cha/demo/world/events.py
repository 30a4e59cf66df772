"""What happens in a story, in the order it happens.

A loader walks a story's events and calls the verb each one names. Subjects, gists and texts may hold `{day+2}` and
`{clock-90}` (see `moments.Clock.fill`). Members and people are named by their keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cha.demo.world.cast import Told
from cha.demo.world.moments import Ahead, Due, In, Then

Mood = Literal["glad", "curious", "calm", "worried", "grieving", "upset", "hostile"]


@dataclass(frozen=True, slots=True)
class File:
    """An attachment that the loader draws: a small picture in `colours`, or a one-page PDF saying `shows`."""

    name: str
    shows: str
    kind: Literal["photo", "pdf"] = "photo"
    colours: tuple[str, ...] = ("#e8b09a", "#5f7f5a", "#f4ece4")


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise: `key` names it within its story, `what` is told to the person in their language, `due` is by when.

    `english` says it for members where it is told in another language.
    """

    key: str
    what: str
    due: Due
    who: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """The person wrote. `mood` with the `words` it was read from; `english` says it for members who cannot read it."""

    when: Then
    text: str
    mood: Mood = "calm"
    words: tuple[str, ...] = ()
    english: str = ""
    files: tuple[File, ...] = ()
    cc: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fails:
    """Why an answer did not get out: what the other server said, and the same in words."""

    code: str
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A member wrote to the person, perhaps promising something."""

    when: Then
    by: str
    text: str
    pledges: tuple[Pledge, ...] = ()
    files: tuple[File, ...] = ()
    fails: Fails | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """For members only; `@First-name` names a colleague."""

    when: Then
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise made otherwise than in a mail (on the telephone, at the counter)."""

    when: Then
    by: str
    pledge: Pledge


@dataclass(frozen=True, slots=True)
class Kept:
    """A member kept the promise named `key`."""

    when: Then
    by: str
    key: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A new time was agreed before the promise was due."""

    when: Then
    by: str
    key: str
    due: Due
    why: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """The person no longer needs what was promised."""

    when: Then
    by: str
    key: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The promise was not kept by its time; `when` is later than it was due."""

    when: Then
    key: str


@dataclass(frozen=True, slots=True)
class Learned:
    """A member wrote down a fact about the person."""

    when: Then
    by: str
    fact: Told


@dataclass(frozen=True, slots=True)
class Given:
    """The conversation was given to a member, to a team, or both."""

    when: Then
    by: str
    to: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A member wants it back later, unless the person writes first."""

    when: Then
    by: str
    until: In | Ahead


@dataclass(frozen=True, slots=True)
class PutRight:
    """A member says that it is put right."""

    when: Then
    by: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The person says so too."""

    when: Then


@dataclass(frozen=True, slots=True)
class NotYet:
    """The person says that it is not put right, in these words."""

    when: Then
    text: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Put aside: "spam", "list", "auto_reply", "bounce" or "other"."""

    when: Then
    by: str
    reason: Literal["spam", "list", "auto_reply", "bounce", "other"]


Event = (
    Mail
    | Answer
    | Note
    | Promised
    | Kept
    | Moved
    | Released
    | Broken
    | Learned
    | Given
    | Snoozed
    | PutRight
    | Confirmed
    | NotYet
    | Aside
)


@dataclass(frozen=True, slots=True)
class Story:
    """One concern of one person. `gist` is the line that rows show, in English, in our words about their concern.

    The acknowledgement after the first mail is not told: the product makes it. `topic` is one of the product's topics.
    `over` is the medium it comes by.
    """

    key: str
    person: str
    subject: str
    gist: str
    topic: str
    events: tuple[Event, ...]
    tags: tuple[str, ...] = ()
    team: str = "Online"
    language: str = ""
    over: str = "email"
