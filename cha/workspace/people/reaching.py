"""Contact points in words: not every one is an address that people read."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from cha.people.models import ContactPoint

GLYPHS: Final = {"phone": "phone", "visitor": "message-circle", "account": "user-check", "handle": "link"}


def point_words(point: ContactPoint) -> str:
    """What a member reads of a contact point."""
    if point.kind == ContactPoint.Kind.VISITOR:
        return _("A browser in the chat")
    if point.kind in (ContactPoint.Kind.ACCOUNT, ContactPoint.Kind.HANDLE):
        return point.value.partition(":")[2] or point.value
    return point.value


def point_glyph(point: ContactPoint) -> str:
    """The icon beside it."""
    return GLYPHS.get(point.kind, "mail")
