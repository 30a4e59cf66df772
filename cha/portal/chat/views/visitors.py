"""Before the first word, coming in, and being forgotten."""

from __future__ import annotations

from typing import Any

from cha.channels.models.visit import agree_to_pages, forget_visitor, show_page
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import known_point
from cha.portal.chat.bodies import choice_in, line_in
from cha.portal.chat.coming_in import guest, signed
from cha.portal.chat.doors import Caller, Door, chat
from cha.portal.chat.greeting import greeting
from cha.portal.chat.identity import read_identity
from cha.portal.chat.limits import NEW_VISITORS, must_from
from cha.portal.chat.talks import row_of
from cha.portal.chat.tokens import token_words
from cha.portal.tongues import spoken

MOST_CART = 50


@chat("GET", known=False)
def show_greeting(door: Door) -> dict[str, Any]:
    """What stands before the first word."""
    return greeting(door.channel, door.language)


@chat("POST", known=False)
def come(door: Door) -> tuple[int, dict[str, Any]]:
    """A token for this browser; with the word of its site, for a person."""
    must_from("visitors", door.machine, NEW_VISITORS)
    words, language = line_in(door.said, "identity", 5000), spoken(line_in(door.said, "language", 20)) or door.language
    if not words:
        return 201, {"token": token_words(guest(door.channel, door.bearer)), "name": "", "signed": False}
    identity = read_identity(words, door.channel)
    token, person = signed(door.channel, door.bearer, identity, language, door.origin)
    return 201, {"token": token_words(token), "name": person.first_name if person.name else "", "signed": True}


@chat("POST")
def forget(door: Door) -> dict[str, Any]:
    """This device is nobody any more."""
    forget_visitor(row_of(door), by=_somebody(door.caller))
    return {}


def _somebody(caller: Caller) -> Person | None:
    point = known_point(ContactPoint.Kind.VISITOR, caller.key)
    return caller.person or (point.person if point else None)


@chat("POST")
def agree(door: Door) -> dict[str, Any]:
    """Whether they may be seen looking around; taken back, nothing of it is kept."""
    pages = choice_in(door.said, "pages", True, False)
    agree_to_pages(row_of(door), agrees=pages)
    return {"pages": pages}


@chat("POST")
def look_at(door: Door) -> dict[str, Any]:
    """A page that they look at, and their cart; kept of those who agreed only."""
    row, url = door.caller.row, line_in(door.said, "url", 500)
    if row is None or not row.agreed_at or not url.startswith(("https://", "http://")):
        return {"kept": False}
    page = {"url": url, "title": line_in(door.said, "title", 200)}
    return {"kept": show_page(row, page, _cart(door.said.get("cart")))}


def _cart(said: object) -> list[dict[str, str]] | None:
    """What lies in a cart, as words; None where nothing is said of it."""
    if not isinstance(said, list):
        return None
    lines = [line for line in said[:MOST_CART] if isinstance(line, dict)]
    return [{name: _short(line.get(name)) for name in ("name", "count", "price")} for line in lines]


def _short(value: object) -> str:
    return line_in({"value": str(value)}, "value", 120) if isinstance(value, (str, int, float)) else ""
