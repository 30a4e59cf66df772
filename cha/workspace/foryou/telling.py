"""What is new for a member, to all their open pages: the number, the words for ears, a sound where it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.core.ledger import Event
from cha.notifications.models import Reach, reach_of
from cha.team.models import Member
from cha.workspace import topics

Piece = tuple[list[str], bytes]
_COUNT = '<turbo-stream action="update" target="count-bell"><template>{}</template></turbo-stream>'
_NEWS = (
    '<turbo-stream action="update" target="bell-said"><template>'
    '<span data-bell-target="news" data-count="{}"{}>{}</span></template></turbo-stream>'
)


def bells(events: Sequence[Event], at: datetime) -> list[Piece]:
    """The pieces for those to whom something was told, or who read something. No query while nothing was."""
    about: dict[int, bool] = {}
    for event in events:
        if event.verb in ("notification.made", "notification.read"):
            member = int(event.facts["member"])
            about[member] = about.get(member, False) or event.verb == "notification.made"
    rows = Member.objects.filter(pk__in=about, is_active=True) if about else ()
    return [([topics.subject_of(row.pk)], _bell(row, at, made=about[row.pk])) for row in rows]


def _bell(member: Member, at: datetime, *, made: bool) -> bytes:
    count = member.for_you
    words = _("New for you") if made and count else ""
    rings = Markup(" data-sound") if made and count and _rings(reach_of(member), at) else ""
    said = Markup(_COUNT).format(count or " ") + Markup(_NEWS).format(count, rings, words)  # noqa: S704 - constants
    return said.encode()


def _rings(reach: Reach, at: datetime) -> bool:
    return reach.sound and reach.from_when(at) <= at
