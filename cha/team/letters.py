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


def send_new_device(member: Member, device: str, place: str, link: str) -> None:
    """Tell a member that a browser they never came from signed in, and how to say that it was not them."""
    with override(member.language):
        names = {"device": device, "place": place, "house": house(), "link": link}
        words = _(
            "%(device)s, which was not seen here before, signed in to %(house)s as you, from %(place)s.\n\n"
            "Was it you? Then nothing needs to be done.\n\n"
            "If it was not, this ends every session and rests your password, at once:\n%(link)s\n"
        )
        send(member, _("A new device signed in: %(device)s") % names, words % names)


def send_address_link(member: Member, to: str, link: str) -> bool:
    """Mail a new address the link that proves it. Returns False while no relay is set."""
    with override(member.language):
        names = {"house": house(), "link": link}
        words = _(
            "With this link you sign in to %(house)s with this address from now on. It works once, for a day:\n"
            "%(link)s\n\nYou did not ask? Then nothing needs to be done.\n"
        )
        return send(member, _("Your address at %(house)s") % names, words % names, to=to)


def send_address_changed(member: Member, before: str) -> None:
    """Tell the earlier address of a member that another one counts now."""
    with override(member.language):
        names = {"house": house(), "address": member.email}
        words = _(
            "You now sign in to %(house)s with %(address)s, no longer with this address.\n\n"
            "Was it you? Then nothing needs to be done. If it was not, tell an owner at once.\n"
        )
        send(member, _("Your address at %(house)s was changed") % names, words % names, to=before)
