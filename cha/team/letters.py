"""Mails to members. Each is put together in their language, and goes by the relay; without one it is not sent."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cha.team.models import Member, brand

# What allauth calls a change of how somebody signs in, in words.
CHANGES = {
    "totp_activated": gettext_lazy("An authenticator app was added"),
    "totp_deactivated": gettext_lazy("The authenticator app was turned off"),
    "webauthn_added": gettext_lazy("A passkey was added"),
    "webauthn_removed": gettext_lazy("A passkey was removed"),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made"),
    "password_changed": gettext_lazy("Your password was changed"),
    "password_set": gettext_lazy("A password was set"),
    "password_reset": gettext_lazy("Your password was changed"),
}


def send(member: Member, subject: str, words: str, *, to: str = "") -> bool:
    """Mail a member (or another address of theirs, `to`). Returns False while no relay is set: it is not sent."""
    if not settings.CHA_RELAY:
        return False
    EmailMessage(subject, words, to=[to or member.email]).send()
    return True


def house() -> str:
    """What the business is called in mails to its members."""
    face = brand()
    return face.called if face else "Cha"


def send_invitation(member: Member, link: str, *, by: Member) -> bool:
    """Mail somebody the link they come in by. Returns False while no relay is set: then it is handed over by hand."""
    names = {"by": by.name, "house": house(), "link": link}
    with override(member.language):
        subject = _("%(by)s invites you to %(house)s") % names
        words = _(
            "%(by)s would like you to join %(house)s.\n\nThis link lets you in. It works once, for a week:\n%(link)s\n"
        )
        return send(member, subject, words % names)


def send_change(member: Member, change: str, where: str) -> None:
    """Tell a member that how they sign in was changed, from `where`. Other changes are not told."""
    if change not in CHANGES:
        return
    with override(member.language):
        names = {"change": CHANGES[change], "house": house(), "where": where}
        words = _(
            "%(change)s, in your account at %(house)s, from %(where)s.\n\nWas it you? Then nothing needs to be done. "
            "If it was not, end every other session on your account page, and tell an owner.\n"
        )
        send(member, str(names["change"]), words % names)
