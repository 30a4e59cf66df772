"""Browsers that cannot come back are forgotten, with what they showed."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from cha.channels.chat.tidying import forget_old
from cha.channels.models import Channel, Visitor, add_channel
from cha.channels.models.visit import agree_to_pages, come_in, remember_visitor, show_page
from cha.core.actor import CHA
from cha.core.clock import now
from tests.shop import Shop


def browser(channel: Channel, key: str) -> Visitor:
    """A browser that lets us see its pages."""
    visitor = remember_visitor(channel, key)
    agree_to_pages(visitor, agrees=True)
    show_page(visitor, {"url": "https://juniperlane.example/", "title": "Home"})
    return visitor


def test_old_browsers_are_forgotten_with_their_pages(shop: Shop) -> None:
    channel = add_channel("chat", "juniper", by=CHA)
    conversation = shop.adaeze_writes()
    with time_machine.travel(now() - timedelta(days=40), tick=True):
        silent, wrote, stayed = (browser(channel, key) for key in ("silent", "wrote", "stayed"))
        come_in(conversation, wrote)
    come_in(conversation, stayed)
    new = browser(channel, "new")
    forget_old(now())
    assert set(Visitor.objects.values_list("key", flat=True)) == {"wrote", "stayed", "new"}
    assert not Visitor.objects.filter(pk=silent.pk).exists()
    seen = {row.key: bool(row.pages and row.agreed_at) for row in Visitor.objects.all()}
    assert seen == {"wrote": False, stayed.key: True, new.key: True}
