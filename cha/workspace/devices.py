"""What a member signs in with, and where they are signed in, as lines of their account page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.core.clock import now
from cha.language.times import said
from cha.team.models import Member, brand
from cha.team.second_step import ways_of


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey: its row's key for links, what it is called, and when it last let somebody in."""

    pk: int
    name: str
    words: str


def ways(member: Member) -> dict[str, Any]:
    """How a member may sign in, for their page: `passkeys`, `app`, `codes` (None, or how many are left), `password`."""
    found = ways_of(member)
    keys = [Key(row.pk, row.wrap().name, _used(row, member)) for row in found.passkeys]
    return {
        "passkeys": keys,
        "app": found.app is not None,
        "codes": found.codes,
        "password": member.has_usable_password(),
    }


def when(moment: datetime, member: Member) -> str:
    """A moment of the past on the member's clock: "today 13:46"."""
    face = brand()
    zone = member.zone or (face.zone if face else "UTC")
    return said(moment, now=now(), zone=zone, language=get_language() or "en")


def _used(row: Any, member: Member) -> str:
    if row.last_used_at:
        return _("last used %(when)s") % {"when": when(row.last_used_at, member)}
    return _("added %(when)s") % {"when": when(row.created_at, member)}
