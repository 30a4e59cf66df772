"""Who there is in the world: the business, its members, the people it serves, and what lies ready for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cha.demo.world.moments import Then

Role = Literal["owner", "manager", "lead", "agent", "light"]


@dataclass(frozen=True, slots=True)
class MemberOf:
    """A member. `teams` are team names; `here_until` is how the rail says it ("17:30")."""

    key: str
    name: str
    email: str
    role: Role
    teams: tuple[str, ...] = ()
    says: str = ""
    does: str = ""
    here_until: str = ""
    languages: tuple[str, ...] = ("en",)
    tint: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A fact: what we know about a person, who told us and how, as the card shows it ("e-mail", "counter, Tuesday")."""

    value: str
    source: str
    kind: str = "said"
    when: Then | None = None


@dataclass(frozen=True, slots=True)
class PersonOf:
    """A person of the world. `language` is ISO 639-1, `zone` an IANA name.

    `other_points` are (kind, value, verified); `quick` are the answers that the mailbox page offers.
    """

    key: str
    name: str
    email: str
    language: str
    zone: str
    says: str = ""
    pronouns: str = ""
    about: str = ""
    organisation: str = ""
    tags: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    facts: tuple[Told, ...] = ()
    other_points: tuple[tuple[str, str, bool], ...] = ()
    quick: tuple[str, ...] = ()
    tint: int = 1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A raw mail that arrived and cannot be read, kept until somebody looks."""

    when: Then
    sender: str
    raw: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A saved reply; `{first_name}` and `{me}` are filled in when it is taken."""

    name: str
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Business:
    """The shop: its name, place, address, hours (ranges per weekday, Monday first: "09:00-12:30 13:30-18:30") and days.

    `days` are dates of any year, "MM-DD", that differ from the country's holidays (which are closed): a range or "".
    """

    name: str
    short_name: str
    street: str
    place: str
    email: str
    phone: str
    site: str
    zone: str
    country: str
    language: str
    colour: str
    answer_minutes: int
    week: tuple[str, str, str, str, str, str, str]
    days: dict[str, str] = field(default_factory=dict)
    teams: tuple[str, ...] = ()
