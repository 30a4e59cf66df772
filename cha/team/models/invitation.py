"""Invitations: a member-to-be, and the link that lets them in."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from cha.core.clock import now
from cha.core.errors import Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import Member, add_member, must_give
from cha.team.models.role import POWERS, OwnRole, Role
from cha.team.models.sign_in_link import make_sign_in_link

LASTS = timedelta(days=7)


class Invitation(models.Model):
    """Who was invited by whom, and whether they came."""

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="invitation")
    invited_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=now)
    came_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.member} invited by {self.invited_by}"


@verb
def invite(email: str, name: str, role: str, *, by: Member, own_role: OwnRole | None = None) -> tuple[Member, str]:
    """Invite somebody. Returns the member-to-be and the path of their link, good for a week.

    Raises Refused unless `by` manages (only an owner makes owners), Invalid for a known address.
    """
    role = own_role.base if own_role else role
    if not by.manages or (role == Role.OWNER and by.role != Role.OWNER):
        raise Refused("Owners and managers invite colleagues, and only an owner makes an owner.")
    must_give(by, role, own_role.may if own_role else POWERS.get(role, frozenset()))
    member = add_member(email, name, role, by=by, own_role=own_role)
    row = Invitation.objects.create(member=member, invited_by=by)
    record("member.invited", by=by, on=row, member=member.pk, role=role)
    return member, make_sign_in_link(member, LASTS)
