"""Sessions: when each was last seen, and ending them. An ended one is out at once, and hears no more news."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Device, Member, SignInLink
from cha.team.models.member import must_manage_member

# Seconds between two notes that a session was seen: who reads all day writes a few rows an hour.
EVERY: Final = 300.0
MOST: Final = 4000


class LastSeen:
    """Middleware: notes when and from where a session was seen, every few minutes, never at its first request here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._noted: OrderedDict[str, float] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if key and request.user.is_authenticated and self._due(key):
            UserSession.objects.filter(session_key=key).update(last_seen_at=now())
        return response

    def _due(self, key: str) -> bool:
        at, noted = time.monotonic(), self._noted
        due = key in noted and at - noted[key] >= EVERY
        if due or key not in noted:
            noted[key] = at
            noted.move_to_end(key)
            if len(noted) > MOST:
                noted.popitem(last=False)
        return due


@verb
def end_session(member: Member, session_pk: int, *, by: Member) -> None:
    """End one of a member's sessions. Raises NotFound when it is not theirs, Refused."""
    rows = UserSession.objects.filter(user=member, pk=session_pk)
    if not rows:
        raise NotFound("That session is not here: it may have ended already.")
    _end(member, rows, by)


@verb
def end_sessions(member: Member, *, by: Member, keep: str = "") -> int:
    """End all of a member's sessions but the one with the key `keep`. Returns how many. Raises Refused."""
    return _end(member, UserSession.objects.filter(user=member).exclude(session_key=keep), by)


@verb
def disown(device: Device) -> Member:
    """A member says that a device is not theirs: everybody is out, and what was set since then no longer lets in.

    All sessions end, the password and open links rest, passkeys, apps and codes that are younger than the device go.
    """
    member = Member.objects.select_for_update().get(pk=device.member_id)
    record("device.disowned", by=member, on=device)
    _end(member, UserSession.objects.filter(user=member), member)
    Authenticator.objects.filter(user=member, created_at__gte=device.met_at).delete()
    SignInLink.objects.filter(member=member, used_at=None).update(used_at=now())
    member.set_unusable_password()
    member.save(update_fields=["password"])
    Device.objects.filter(member=member).delete()
    return member


def _end(member: Member, rows: Iterable[UserSession], by: Acting | Actor) -> int:
    if not (isinstance(by, Member) and by.pk == member.pk):
        must_manage_member(by, member)
    ended = list(rows)
    for row in ended:
        row.end()
    if ended:
        record("session.ended", by=by, on=member, count=len(ended))
    return len(ended)
