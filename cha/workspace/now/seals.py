"""Signed and sealed, in words: the small line of a message, and the switch of the composer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cha.channels.email.protecting import answers_sealed
from cha.channels.models import channel_of
from cha.channels.models.sealing_key import keys_to_seal_for
from cha.conversations.models import Conversation
from cha.workspace.now.copies import Other, Way


@dataclass(frozen=True, slots=True)
class Seen:
    """The line: its words, what is behind them (`more`), tone, glyph. `closed`: it was sealed, so nothing is loaded."""

    words: str
    more: str = ""
    tone: str = ""
    glyph: str = "lock"
    closed: bool = False


def seen(extra: Mapping[str, Any]) -> Seen | None:
    """What is known of a message's signature and of how it came; None for every other message."""
    if extra.get("seal") in ("yes", "no"):
        return Seen(_("Sealed for them.")) if extra["seal"] == "yes" else None
    seal, parts = extra.get("seal") or {}, []
    if extra.get("unsealed"):
        parts.append(_("Was sealed for us."))
    if seal:
        parts.append(_signed(seal))
    if extra.get("shut"):
        parts.append(str(extra["shut"]))
    if not parts:
        return None
    tone = {"holds": "leaf", "broken": "plum", "expired": "honey", "untrusted": "honey"}.get(seal.get("state", ""), "")
    more = ", ".join(part for part in (seal.get("words", ""), seal.get("fingerprint", "")) if part)
    glyph = "circle-alert" if tone in ("plum", "honey") or extra.get("shut") else "lock"
    return Seen(" ".join(parts), more, tone, glyph, closed=bool(extra.get("unsealed")))


def _signed(seal: Mapping[str, Any]) -> str:
    who = {"who": seal.get("name") or seal.get("address") or _("somebody")}
    state = seal.get("state")
    if state == "holds":
        return (_("Signed by %(who)s, checked.") if seal.get("checked") else _("Signed by %(who)s, as before.")) % who
    if state == "broken":
        return _("The signature does not hold.")
    if state == "expired":
        return _("Signed by %(who)s with a key that is past its day.") % who
    if state == "unknown_signer":
        return _("Signed with a key that is not known here.")
    return f"{_('Signed, but not surely by them.')} {seal.get('words', '')}".strip()


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether the composer offers to seal, and how the switch stands."""

    on: bool


def switch(conversation: Conversation, ways: Iterable[Way], others: Iterable[Other], said: str) -> Switch | None:
    """The switch, where a key is known for everybody it goes to now; None where there is nothing to choose.

    It stands as it was `said` in a form that was not taken; else it is on where the last that was heard came sealed.
    """
    channel = channel_of(conversation)
    if channel is None or not channel.settings.get("keys"):
        return None
    going = [way.address for way in ways if way.chosen] + [other.address for other in others if other.on]
    if not going or not keys_to_seal_for(going):
        return None
    return Switch(said == "yes" if said else answers_sealed(conversation.pk))


def chosen(form: Mapping[str, str]) -> str:
    """What a form says of sealing: "yes", "no", or "" where it was not offered."""
    return ("yes" if form.get("seal") else "no") if form.get("sealing") else ""
