"""Shops that did not answer, as the failures page shows them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.core.ids import encode
from cha.language.times import said
from cha.people.models import RecordSource
from cha.team.models import Member
from cha.workspace.mending.mends import Mend, Way
from cha.workspace.now.rows import Moment, iso


def not_asked(rows: Iterable[RecordSource], member: Member, at: Moment) -> list[Mend]:
    """Each with its cause, and of how many people it said nothing. One query a shop, and there are few."""
    return [_shop(row, member, at) for row in rows]


def _shop(row: RecordSource, member: Member, at: Moment) -> Mend:
    since = row.trouble_at or at.at
    cause = row.trouble
    if row.wait_until and row.wait_until > at.at:
        when = said(row.wait_until, now=at.at, zone=at.zone, language=at.language)
        cause += " " + _("The next try is %(when)s, by itself.") % {"when": when}
    people = row.looks.exclude(trouble="").count()
    unseen = ngettext(
        "What it knows of %(num)s person is as old as it says. Nobody outside sees anything of it.",
        "What it knows of %(num)s people is as old as it says. Nobody outside sees anything of it.",
        people,
    )
    go = Way(_("Try again now"), reverse("shop-tries", args=[row.pk]), "refresh-cw", "primary")
    mend = Way(_("Open its settings"), reverse("settings-shop-source", args=[row.pk]), kind="quiet", get=True)
    return Mend(
        id=f"shop-{encode(row.pk)}",
        glyph="store",
        tone="honey",
        what=_("Orders of %(name)s") % {"name": row.name},
        why=cause,
        seen=unseen % {"num": people},
        ways=((go,) if member.answers else ()) + ((mend,) if member.manages else ()),
        iso=iso(since),
        when=said(since, now=at.at, zone=at.zone, language=at.language),
    )
