"""The address a member signs in with: another one counts once a link that was mailed to it came back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid, NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import Member, must_manage_member
from cha.team.models.sign_in_link import SignInLink

LASTS = timedelta(days=1)
RESTED = "This link has rested. It works once, for a day. Ask for the change again."


class AddressChange(models.Model):
    """An address that a member is to sign in with, once it is proved."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE)
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email


@verb
def ask_for_address(member: Member, email: str, *, by: Acting | Actor) -> str:
    """Begin the change of a member's address. Returns the path of the link to mail there; an earlier one has rested.

    Raises Refused for somebody else's unless `by` manages them, Invalid.
    """
    if not (isinstance(by, Member) and by.pk == member.pk):
        must_manage_member(by, member)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(_("That is no e-mail address. One looks like ada@post.example."), field="email") from error
    if email == member.email:
        raise Invalid(_("That is the address already."), field="email")
    AddressChange.objects.filter(member=member, used_at=None).delete()
    token = secrets.token_urlsafe(24)
    row = AddressChange(member=member, email=email, digest=_digest(token), until=now() + LASTS)
    row.save()
    record("address.asked", by=by, on=member)
    return f"/address/{token}"


def asked_for(token: str) -> AddressChange:
    """What a link would change; looking does not use it up (mail scanners look). Raises NotFound."""
    rows = AddressChange.objects.filter(digest=_digest(token), used_at=None, until__gt=now(), member__is_active=True)
    row = rows.select_related("member").first()
    if row is None:
        raise NotFound(RESTED, code="link_rested")
    return row


@verb
def take_address(token: str) -> tuple[Member, str]:
    """Whose address is changed now, and the one from before. Raises NotFound, Invalid when somebody else has it.

    Links that were sent to the earlier address rest.
    """
    row = asked_for(token)
    member = Member.objects.select_for_update().get(pk=row.member_id)
    fresh = AddressChange.objects.filter(pk=row.pk, used_at=None).update(used_at=now())
    if not fresh:
        raise NotFound(RESTED, code="link_rested")
    if Member.objects.filter(email=row.email).exclude(pk=member.pk).exists():
        raise Invalid(_("Somebody else here signs in with that address."), field="email")
    before, member.email = member.email, row.email
    member.save(update_fields=["email"])
    SignInLink.objects.filter(member=member, used_at=None).update(used_at=now())
    record("address.changed", by=member, on=member)
    return member, before


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
