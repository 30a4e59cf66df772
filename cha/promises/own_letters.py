"""Letters of messages that say more than their words: options to choose from, what was chosen.

Which there are stands in the wiring (`LETTERS`, config/wiring.py), by the code in a message's `extra` that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

from django.conf import settings

from cha.channels.ways import Way
from cha.conversations.models import Message
from cha.promises.acknowledgement import Words
from cha.team.models import Member

OwnLetter = Callable[[Message, Way, Member | None], Words]


@cache
def own_letters() -> Mapping[str, OwnLetter]:
    """The letters of this install, by code."""
    found: Mapping[str, OwnLetter] = import_module(settings.CHA_WIRING).LETTERS
    return found


def own_letter(message: Message) -> OwnLetter | None:
    """What puts this message as its channel carries it; None for an answer like any other."""
    return next((letter for code, letter in own_letters().items() if code in message.extra), None)
