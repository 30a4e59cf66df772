"""Mails to members."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.team.models import Member, brand


def send_invitation(member: Member, link: str, *, by: Member) -> bool:
    """Mail somebody the link they come in by. Returns False while no relay is set: then it is handed over by hand."""
    if not settings.CHA_RELAY:
        return False
    face = brand()
    names = {"by": by.name, "house": face.called if face else "Cha", "link": link}
    with override(member.language):
        subject = _("%(by)s invites you to %(house)s") % names
        words = _(
            "%(by)s would like you to join %(house)s.\n\nThis link lets you in. It works once, for a week:\n%(link)s\n"
        )
        EmailMessage(subject, words % names, to=[member.email]).send()
    return True
