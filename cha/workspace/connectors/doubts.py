"""Remedies over connectors that failed or are in doubt, as the failures page shows them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.core.ids import encode
from cha.core.money import Money
from cha.language.times import said
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Remedy
from cha.team.models import Member
from cha.workspace.mending.mends import Mend, Way
from cha.workspace.now.rows import Moment, iso

MOST = 100


def not_carried_out(member: Member, limit: int = MOST) -> list[Remedy]:
    """What a member may see of remedies over a connector that failed or are in doubt, newest first."""
    # The whole condition of the partial index: SQLite takes it only when it sees that.
    rows = Remedy.objects.exclude(state__in=["done", "back"]).filter(state__in=["failed", "doubt"])
    rows = rows.exclude(connector=None)
    if not sees_all(member):
        rows = rows.filter(conversation__in=visible_to(member))
    return list(rows.select_related("conversation__person", "connector").order_by("-id")[:limit])


def mends_of(rows: Iterable[Remedy], member: Member, at: Moment) -> list[Mend]:
    """Each with why, and its ways on."""
    return [_mend(row, member, at) for row in rows]


def _mend(row: Remedy, member: Member, at: Moment) -> Mend:
    doubt = row.state == Remedy.State.DOUBT
    where = row.conversation_id, row.pk
    ways = [
        Way(_("Open the conversation"), reverse("conversation", args=[row.conversation_id]), kind="quiet", get=True)
    ]
    if doubt:
        ways.insert(0, Way(_("Say which it is"), reverse("remedy-settle", args=where), "scale", "primary", get=True))
    else:
        ways.insert(0, Way(_("Try again"), reverse("remedy-resend", args=where), "refresh-cw", "primary", get=True))
    worth = f", {Money(row.amount, row.currency).said(at.language)}" if row.amount else ""
    house = row.connector.name if row.connector else ""
    return Mend(
        id=f"remedy-{encode(row.pk)}",
        glyph=KINDS[row.kind].icon,
        tone="plum",
        what=_("%(what)s%(worth)s for %(name)s, over %(house)s")
        % {"what": row.words, "worth": worth, "name": row.conversation.person.called, "house": house},
        why=row.problem or _("Nobody knows whether it was done."),
        seen=_("%(house)s is still asked, by itself. Nothing goes again before it is known.") % {"house": house}
        if doubt
        else _("Nothing was given. What is promised to them stays promised."),
        ways=tuple(ways) if member.answers else (),
        iso=iso(row.decided_at),
        when=said(row.decided_at, now=at.at, zone=at.zone, language=at.language),
    )
