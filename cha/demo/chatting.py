"""Somebody of the world in the shop's chat: their browser, the pages they agreed to show, what lies in the basket."""

from __future__ import annotations

from hashlib import sha256

from cha.channels.models import Channel
from cha.channels.models.visit import Visitor, agree_to_pages, remember_visitor, show_page
from cha.core.actor import CHA
from cha.demo.world.cast import PersonOf
from cha.people.models import Person
from cha.people.models.contact_point import add_point, verify

PAGES = (("olive-trees", "Olive trees, small and large"), ("olive-trees/large", "Olive tree, large"))
BASKET = [{"name": "Olive tree, large", "count": 1, "price": "€58"}]


def chatting(person: Person, character: PersonOf, channel: Channel) -> Visitor:
    """The browser of somebody who chats, and whose it is; the same one each time."""
    key = sha256(f"demo {character.key}".encode()).hexdigest()[:32]
    if not person.points.filter(kind="visitor", value=key).exists():
        verify(add_point(person, "visitor", key, by=CHA), "answered")
    site = channel.settings["origins"][0]
    visitor = remember_visitor(channel, key, language=character.language, origin=site)
    agree_to_pages(visitor, agrees=True)
    for path, title in PAGES:
        show_page(visitor, {"url": f"{site}/{path}", "title": title}, BASKET)
    return visitor
