"""Keys: what two who may be one person share, in one short form each, so that candidates are found by an index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cha.people.likeness.addresses import mailbox, shared_box
from cha.people.likeness.reading import read_name
from cha.people.likeness.romanised import bones, plain
from cha.people.likeness.sides import Side

LONGEST: Final = 120
# The last digits of a number are the same with and without a country.
DIGITS: Final = 8
Key = tuple[str, str]


def keys_of(side: Side) -> frozenset[Key]:
    """The keys of a person, as (kind, key)."""
    found = {*_phones(side), *_mailboxes(side), *_names(side)}
    found |= {("account", account) for account in side.accounts}
    found |= {("order", "".join(sign for sign in order.lower() if sign.isalnum())) for order in side.orders}
    return frozenset((kind, key[:LONGEST]) for kind, key in found if key)


def _phones(side: Side) -> Iterator[Key]:
    for phone in side.phones:
        digits = "".join(str(int(sign)) for sign in phone.value if sign.isdecimal())
        if len(digits) >= DIGITS - 1:
            yield "phone", digits[-DIGITS:]


def _mailboxes(side: Side) -> Iterator[Key]:
    for email in side.emails:
        box = mailbox(email.value)
        yield "email", box
        local = box.partition("@")[0]
        if not shared_box(box) and len(local) > 3:
            yield "local", plain(local)
            yield "name", _name_key(local.replace(".", " ").replace("_", " ").replace("-", " ").split())


def _names(side: Side) -> Iterator[Key]:
    words = read_name(side.name).words
    yield "name", _name_key(words)
    if len(words) > 2:
        yield "name", _name_key((words[0], words[-1]))


def _name_key(words: tuple[str, ...] | list[str]) -> str:
    """Words without vowels, in the order of the alphabet; "" for less than two, which would find half a town."""
    shapes = sorted(filter(None, (bones(word) or plain(word) for word in words)))
    return " ".join(shapes) if len(shapes) > 1 else ""
