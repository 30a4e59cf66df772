"""Mailboxes that cannot be fetched from, as the failures page shows them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cha.channels.email.mailbox.causes import Cause
from cha.channels.email.mailbox.telling import trouble
from cha.channels.models import Mailbox
from cha.core.ids import encode
from cha.language.times import said
from cha.team.models import Member
from cha.workspace.mending.mends import Mend, Way
from cha.workspace.now.rows import Moment, iso


def not_fetched(rows: Iterable[Mailbox], member: Member, at: Moment) -> list[Mend]:
    """Each with its cause, and when it is tried again."""
    return [_mailbox(row, member, at) for row in rows]


def _mailbox(row: Mailbox, member: Member, at: Moment) -> Mend:
    since = row.trouble_at or at.at
    cause = trouble(row)
    if row.next_at:
        when = said(row.next_at, now=at.at, zone=at.zone, language=at.language)
        cause += " " + _("The next try is %(when)s, by itself.") % {"when": when}
    again = Way(
        _("Sign in there again"), reverse("settings-channel", args=[row.channel_id]), "lock", "primary", get=True
    )
    go = Way(_("Try again now"), reverse("mailbox-tries", args=[row.pk]), "refresh-cw", "primary")
    return Mend(
        id=f"mailbox-{encode(row.pk)}",
        glyph="inbox",
        tone="plum",
        what=_("The mailbox of %(user)s") % {"user": row.user},
        why=cause,
        seen=_("What comes in there meanwhile waits there. Nothing is lost, and nobody has had an answer."),
        ways=(again,) if row.trouble == Cause.TOKEN and member.manages else (go,) if member.answers else (),
        code=row.said,
        iso=iso(since),
        when=said(since, now=at.at, zone=at.zone, language=at.language),
    )
