"""What one can be told of, where it may reach one, and what cannot be turned off: data, read by page, push and mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Words = str | Lazy

# Where something reaches a member: the page, a browser on a desk, a browser on a phone, their mailbox.
CHANNELS: Final = ("here", "screen", "phone", "mail")


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table of choices.

    `usual` are the channels that are on until the member chooses, `fixed` those that stay on because somebody waits
    (`why` says so), `never` those that it must not take.
    """

    name: str
    title: Words
    about: Words
    usual: frozenset[str]
    fixed: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    why: Words = ""
    managers: bool = False
    leads: bool = False

    def allows(self, channel: str, chosen: Mapping[str, bool]) -> bool:
        """Whether it takes this channel, by what the member chose."""
        if channel in self.never:
            return False
        return channel in self.fixed or chosen.get(channel, channel in self.usual)


def _these(*names: str) -> frozenset[str]:
    return frozenset(names)


_ALL: Final = (
    Kind(
        "promise",
        _("A promise of mine is near"),
        _("when it may slip, or as long before as I chose"),
        _these("here", "screen", "phone"),
        fixed=_these("here"),
        why=_("Somebody waits for it."),
    ),
    Kind(
        "slipping",
        _("A promise of the team may slip"),
        _("when nobody is at it, or its keeper is away"),
        _these("here", "screen"),
        leads=True,
    ),
    Kind("writes", _("Someone I look after writes"), _("not while I am in it"), _these("here", "screen")),
    Kind("named", _("Somebody names me"), _("in a note"), _these("here", "screen")),
    Kind("given", _("I am given a person"), _("by a colleague"), _these("here", "screen")),
    Kind(
        "decide",
        _("Somebody asks for my yes"),
        _("above their limit; the mail has all that is needed to say it"),
        _these("here", "screen", "phone", "mail"),
        fixed=_these("here"),
        why=_("Somebody waits for it."),
        leads=True,
    ),
    Kind("asked", _("My ask is answered"), _("yes, no or another way"), _these("here", "screen", "phone")),
    Kind("chosen", _("Somebody chooses"), _("from what I offered, or nothing in time"), _these("here", "screen")),
    Kind(
        "remedy",
        _("What I give goes wrong"),
        _("it did not go through, or nobody knows whether it was paid"),
        _these("here", "screen", "phone"),
        fixed=_these("here"),
        why=_("Somebody waits for it."),
    ),
    Kind("policy", _("What I may decide changes"), _("with the reason"), _these("here", "mail")),
    Kind(
        "failed",
        _("My message did not arrive"),
        _("always here"),
        _these("here", "screen", "mail"),
        fixed=_these("here"),
        why=_("Somebody waits for it."),
    ),
    Kind("back", _("Something snoozed is back"), _("what I snoozed"), _these("here", "screen")),
    Kind("thanked", _("Somebody thanks me"), _("best read on Friday"), _these("here", "mail")),
    Kind(
        "hard",
        _("Hard words come my way"),
        _("folded, never on the phone"),
        _these("here"),
        never=_these("phone", "mail"),
    ),
    Kind(
        "ending",
        _("A lead is needed"),
        _("a threat, a complaint, a no that is asked about again"),
        _these("here", "screen", "phone"),
        fixed=_these("here"),
        why=_("Somebody waits for it."),
    ),
    Kind(
        "disowned",
        _("Somebody says: that was not me"),
        _("about a private link"),
        _these("here", "screen", "mail"),
        fixed=_these("here"),
        why=_("It may be somebody who should not read there."),
        managers=True,
    ),
)
KINDS: Final = {kind.name: kind for kind in _ALL}


def kinds_for(manages: bool, leads: bool) -> tuple[Kind, ...]:
    """The rows of the table that concern a member who manages, or leads, or neither."""
    return tuple(kind for kind in _ALL if (manages or not kind.managers) and (leads or not kind.leads))
