"""What allauth asks about passkeys and authenticator apps: names, the picture to scan, how secrets are kept."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.secrets import seal, unseal
from cha.core.verbs import verb
from cha.team.browsers import browser
from cha.team.models import Member, brand
from cha.team.models.member import must_manage_member


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's adapter for what a member has beside, or in place of, a password."""

    def encrypt(self, text: str) -> str:
        """Seeds lie sealed: who reads the database alone can make no codes."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The seed again. One from before seeds were sealed is as it is."""
        try:
            return unseal(encrypted_text)
        except Invalid:
            return encrypted_text

    def build_totp_svg(self, url: str) -> str:
        """The picture that an authenticator app scans, as a document of its own: it is shown by an `img`."""
        drawn = BytesIO()
        code = segno.make(url, error="m", micro=False)
        code.save(drawn, kind="svg", xmldecl=False, nl=False, scale=4, border=3, dark="#101010", light="#fff")
        return drawn.getvalue().decode()

    def get_totp_issuer(self) -> str:
        """Whose code it is, as apps list it."""
        face = brand()
        return f"Cha, {face.called}" if face else "Cha"

    def generate_authenticator_name(self, user: Member, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner says otherwise: the browser it was made in."""
        return browser(context.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are for the host that Cha is known by; on this machine itself, for localhost."""
        face = brand()
        asked = context.request.get_host().partition(":")[0]
        host = asked if asked in settings.LOCAL or "*" in settings.ALLOWED_HOSTS else settings.HOST
        return {"id": host, "name": f"Cha, {face.called}" if face else "Cha"}

    def get_public_key_credential_user_entity(self, user: Member) -> dict[str, object]:
        """What the browser shows when it asks which passkey."""
        found: dict[str, object] = super().get_public_key_credential_user_entity(user)
        return found | {"display_name": user.name}


@dataclass(frozen=True, slots=True)
class Ways:
    """How a member may sign in beside a password: allauth's rows, and how many recovery codes are left (None: none)."""

    passkeys: tuple[Authenticator, ...]
    app: Authenticator | None
    codes: int | None


def ways_of(member: Member) -> Ways:
    """A member's passkeys, app and recovery codes. One query."""
    rows = list(Authenticator.objects.filter(user=member).order_by("created_at"))
    kinds = {row.type: row for row in rows}
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    return Ways(
        passkeys=tuple(row for row in rows if row.type == Authenticator.Type.WEBAUTHN),
        app=kinds.get(Authenticator.Type.TOTP),
        codes=len(codes.wrap().get_unused_codes()) if codes else None,
    )


@verb
def forget_second_step(member: Member, *, by: Acting | Actor) -> None:
    """Take a member's passkeys, app and codes away: the phone is lost. A link or a code by mail lets them in again.

    Raises Refused unless `by` manages; for an owner only an owner does it.
    """
    must_manage_member(by, member)
    gone, _rows = Authenticator.objects.filter(user=member).delete()
    if gone:
        record("second_step.forgotten", by=by, on=member)
