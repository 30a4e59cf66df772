"""The link in the mail of who is asked for a yes: opens one page, signed in or not. It never decides by itself.

`/yes/<ask>-<member>-<signature>`: both as thirteen letters, and 120 bits of HMAC-SHA256 over them and the series of the
ask. It is bound to that member, who must still be active; it opens until a day after the person should know, and it
answers once: with every answer that is taken back the series rises, and the links given out before rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from cha.conversations.access import visible_to
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ids import decode, encode
from cha.resolutions.models.approval import Approval
from cha.team.models import Member

AFTER: Final = timedelta(days=1)
SALT: Final = "cha.resolutions.approval-link"
_SIGNED: Final = 30


@dataclass(frozen=True, slots=True)
class OpenedApproval:
    """What a link opens, and for whom. `rested`: it was theirs, but its time is over or it was used."""

    approval: Approval
    member: Member
    rested: bool


def approval_path(approval: Approval, member: Member) -> str:
    """The path of the page on which this member answers."""
    names = f"{encode(approval.pk)}-{encode(member.pk)}"
    return f"/yes/{names}-{_signature(names, approval.series)}"


def approval_url(approval: Approval, member: Member) -> str:
    """The whole address of `approval_path`."""
    return settings.CHA_PUBLIC_URL.rstrip("/") + approval_path(approval, member)


def last_moment(approval: Approval) -> datetime:
    """Until when its links open."""
    return max(approval.by or approval.asked_at, approval.due or approval.asked_at) + AFTER


def open_approval(token: str) -> OpenedApproval:
    """What a link opens. Raises NotFound for one that never was ours, or whose member is no longer one."""
    gone = NotFound("This page has rested. Sign in to see what waits for you.", code="no_such_link")
    name, _dash, rest = token.partition("-")
    whose, _dash, signed = rest.partition("-")
    try:
        pk, member_pk = decode(name), decode(whose)
    except ValueError as error:
        raise gone from error
    if len(signed) != _SIGNED:
        raise gone
    rows = Approval.objects.select_related("conversation__person", "person", "asked_by", "answered_by", "promise")
    approval = rows.filter(pk=pk).first()
    # One that nobody made is compared all the same: how long it takes says nothing.
    series = range(approval.series + 1) if approval else range(1)
    valid = [constant_time_compare(signed, _signature(f"{name}-{whose}", number)) for number in series]
    member = Member.objects.filter(pk=member_pk, is_active=True).first()
    if approval is None or member is None or not any(valid) or not member.answers:
        raise gone
    if not visible_to(member).filter(pk=approval.conversation_id).exists():
        raise gone
    return OpenedApproval(approval, member, rested=not valid[-1] or now() > last_moment(approval))


def _signature(names: str, series: int) -> str:
    said = f"{names}-{series}"
    return salted_hmac(SALT, said, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:_SIGNED]
