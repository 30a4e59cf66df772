"""The values that layouts and macros take: plain, frozen, free of models."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the rail or in a phone's tab bar, where `short` is its word.

    `count` is words ready to show, `keys` the keys that lead there, one after the other, as "g n".
    """

    key: str
    label: str
    icon: str
    url: str
    count: str = ""
    keys: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Me:
    """The member who looks: name, the colour of their face (1 to 8), a quiet line under the name, and `key`, the name
    under which this browser keeps what they write."""

    name: str
    tint: int = 5
    about: str = ""
    url: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Rail:
    """The rail of the shell: two groups of places, and up to four places for a phone's tab bar."""

    house: str
    me: Me
    home_url: str
    find_url: str
    here: str = ""
    places: tuple[Place, ...] = ()
    more_title: str = ""
    more: tuple[Place, ...] = ()
    tabs: tuple[Place, ...] = ()
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pathway; `state` is done, now, next or late."""

    state: str
    what: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """The business on a page that customers see; `brand` names its colours, empty for those of /brand.css."""

    name: str
    url: str = "/"
    brand: str = ""
