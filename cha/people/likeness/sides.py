"""What is known of one person when two are compared: plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address or a telephone number (E.164 where it could be read). `told`: it stands in their words only."""

    value: str
    verified: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of two persons. `accounts` are signed in; `words` their messages; `born` a year; what is unknown is empty."""

    name: str = ""
    emails: tuple[Address, ...] = ()
    phones: tuple[Address, ...] = ()
    accounts: tuple[str, ...] = ()
    language: str = ""
    city: str = ""
    street: str = ""
    postcode: str = ""
    organisation: str = ""
    orders: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    born: str = ""
