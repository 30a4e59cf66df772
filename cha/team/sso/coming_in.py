"""Which member it is whom the business's own sign-in names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cha.core.actor import CHA
from cha.core.errors import Refused
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Identity, Member
from cha.team.models.member import add_member
from cha.team.sso.provider import Provider

UNKNOWN = "Your sign-in knows you, but you are no member here. An owner or a manager lets people in."
UNPROVED = "Your sign-in does not say that your address is verified, so it cannot tell who you are here."


@verb
def who_comes(provider: Provider, claims: Mapping[str, Any]) -> Member:
    """The member of these (proved) claims: by the subject known from before, else by a verified address.

    With `provider.join` somebody unknown becomes a member, in that role. Raises Refused.
    """
    subject = str(claims["sub"])[:255]
    known = Identity.objects.select_related("member").filter(issuer=provider.issuer, subject=subject).first()
    if known is not None:
        return _seated(known.member)
    email = str(claims.get("email") or "").strip().lower()
    if not email or not verified(claims):
        raise Refused(UNPROVED, code="sso_unverified")
    member = Member.objects.select_for_update().filter(email=email).first()
    if member is None:
        if not provider.join:
            raise Refused(UNKNOWN, code="sso_unknown")
        member = add_member(email, str(claims.get("name") or "")[:120], provider.join, by=CHA)
    _seated(member)
    if Identity.objects.filter(member=member, issuer=provider.issuer).exists():
        # An address that was given to somebody new does not bring the earlier one's seat.
        raise Refused("Somebody else at your sign-in has this seat. An owner can help.", code="sso_taken")
    row = Identity(member=member, issuer=provider.issuer, subject=subject)
    row.save()
    record("identity.met", by=member, on=row)
    return member


def verified(claims: Mapping[str, Any]) -> bool:
    """Whether the provider stands for the address: `email_verified`, or Microsoft's `xms_edov`. Some write text."""
    return any(claims.get(name) in (True, "true", "True", 1, "1") for name in ("email_verified", "xms_edov"))


def _seated(member: Member) -> Member:
    if not member.is_active:
        raise Refused("You no longer have a seat here. Ask an owner or a manager.", code="no_seat")
    return member
