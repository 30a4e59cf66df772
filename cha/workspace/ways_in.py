"""Which ways in can be added, in words, and which page each medium has in Settings.

A medium without a page of its own has the plain one: name, hours, how soon. One of your own joins with `add_page`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from cha.channels.base import Medium
from cha.channels.models import Channel
from cha.channels.registry import media

# Shows one channel, and takes what its form posts. Whoever gets here manages, and the channel is there.
Page = Callable[[Any, Channel], HttpResponse]

_PAGES: Final[dict[str, Page]] = {}
_ABOUT: Final = {
    "email": _("An address of yours. Mail to it comes in here, and answers come from it."),
    "chat": _("A button on your site. One line of code, your colour, and an honest wait."),
    "form": _("A page to write to you on, or a form on your own site."),
    "counter": _("A tablet where you meet people: find them, jot, promise, hand over."),
    "api": _("For a channel that you build yourself, in any language."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A way in that can be added. `named`: it wants an address; `about` says what it is in a sentence."""

    medium: str
    label: str
    about: str
    icon: str
    named: bool


def add_page(medium: str, page: Page) -> None:
    """Give a medium its page in Settings."""
    _PAGES[medium] = page


def page_of(medium: str) -> Page | None:
    """A medium's own page; None where it has the plain one."""
    return _PAGES.get(medium)


def offers() -> list[Offer]:
    """Everything that can be added, in the order of the registry."""
    return [offer(medium) for medium in media().values()]


def offer(medium: Medium) -> Offer:
    """One medium, as it is offered."""
    about = str(_ABOUT.get(medium.name, ""))
    return Offer(medium.name, medium.label, about, medium.capabilities.icon, medium.name == "email")
