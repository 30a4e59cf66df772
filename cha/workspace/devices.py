"""What a member signs in with, and where they are signed in, as lines of their account page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.core.clock import now
from cha.core.errors import Invalid
from cha.language.times import said
from cha.team.browsers import browser, shortened
from cha.team.letters import send_address_link
from cha.team.models import Member, brand
from cha.team.models.address import ask_for_address
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


@dataclass(frozen=True, slots=True)
class Place:
    """A session: its row's key for links, the browser, whether it is this one, where, since when, and last seen."""

    pk: int
    name: str
    here: bool
    where: str
    since: str
    seen: str


def places(member: Member) -> list[Place]:
    """Where a member is signed in, this session first, then the one seen last."""
    rows = sorted(UserSession.objects.purge_and_list(member), key=lambda row: row.last_seen_at, reverse=True)
    found = [
        Place(
            row.pk,
            browser(row.user_agent),
            row.is_current(),
            shortened(row.ip),
            when(row.created_at, member),
            when(row.last_seen_at, member),
        )
        for row in rows
    ]
    return sorted(found, key=lambda place: not place.here)


def when(moment: datetime, member: Member) -> str:
    """A moment of the past on the member's clock: "today 13:46"."""
    face = brand()
    zone = member.zone or (face.zone if face else "UTC")
    return said(moment, now=now(), zone=zone, language=get_language() or "en")


def _used(row: Any, member: Member) -> str:
    if row.last_used_at:
        return _("last used %(when)s") % {"when": when(row.last_used_at, member)}
    return _("added %(when)s") % {"when": when(row.created_at, member)}


def mail_address_link(member: Member, email: str, *, by: Member) -> None:
    """Begin the change of an address, and mail the link that proves it. Raises Invalid, Refused."""
    if not settings.CHA_RELAY:
        raise Invalid(_("No relay is set, so no mail can go out to prove it."), field="email")
    path = ask_for_address(member, email, by=by)
    send_address_link(member, email.strip().lower(), settings.CHA_PUBLIC_URL + path)
