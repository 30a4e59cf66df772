"""Whom a shop is asked about, and taking values out of whatever it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cha.people.records.asking import Trouble


@dataclass(frozen=True, slots=True)
class Wanted:
    """The addresses and numbers of a person, as they are kept, and order numbers that they named."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()

    def is_of(self, email: object, phone: object = "") -> bool:
        """Whether an order with these is theirs. A shop that looks for words finds others' orders, too."""
        said = email.strip().lower() if isinstance(email, str) else ""
        if said:
            return said in self.emails
        digits = digits_of(phone)
        return len(digits) >= 8 and any(digits_of(known).endswith(digits[-8:]) for known in self.phones)


def digits_of(value: object) -> str:
    """The digits of a telephone number."""
    return "".join(sign for sign in value if sign.isdigit()) if isinstance(value, str) else ""


def at(value: Any, path: str) -> Any:
    """What stands at a path of names and places between dots ("orders.0.total"); None where there is nothing."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def list_at(value: Any, path: str, host: str, what: str = "orders") -> list[dict[str, Any]]:
    """The list of objects at a path. Raises Trouble where there is something else."""
    found = at(value, path)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        place = f"“{path}”" if path else "its answer"
        raise Trouble(f"{host} has no list of {what} in {place}.")
    return found


def text(value: Any) -> str | None:
    """Text or a whole number as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    said = str(value)
    return None if any(0xD800 <= ord(sign) <= 0xDFFF for sign in said) else said
