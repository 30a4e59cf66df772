"""Which of our channels an address belongs to. Pure: the addresses that are known in, what they lead to out.

An address of ours is written whole (`hello@shop.example`), or as a whole domain (`*@shop.example`). What stands behind
a plus does not count. The nearest wins: the address itself, then without its plus, then its domain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


def forms(address: str) -> Iterator[str]:
    """The ways in which an address may be known, nearest first, in lower case."""
    local, at, domain = address.lower().rpartition("@")
    if not at or not local or not domain:
        return
    yield f"{local}@{domain}"
    if "+" in local:
        yield f"{local.partition('+')[0]}@{domain}"
    yield f"*@{domain}"


def owner(known: Mapping[str, T], addresses: Iterable[str]) -> T | None:
    """What the first of these addresses that is known leads to; None when none is."""
    return next((known[form] for address in addresses for form in forms(address) if form in known), None)
