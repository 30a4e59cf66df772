"""What the page behind a mail says where there is nothing to answer any more."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.language.times import said
from cha.resolutions.approvals.approving import can_take_back
from cha.resolutions.approvals.link import OpenedApproval
from cha.resolutions.models import Approval
from cha.workspace.now.rows import Moment

State = Approval.State


@dataclass(frozen=True, slots=True)
class Said:
    """A heading, and what goes on."""

    title: str
    more: str
    done: bool = False


def said_of(opened: OpenedApproval, at: Moment) -> Said:
    """How an ask stands that this link answers no more."""
    row = opened.approval
    asker = row.asked_by.first_name if row.asked_by else _("Cha")
    names = {"asker": asker, "person": row.person.first_name, "when": _when(row, at)}
    if row.state == State.OPEN:
        return Said(_("This link has rested."), _("It is still asked. Sign in, and it waits on your page."))
    if row.state == State.TAKEN_BACK:
        return Said(_("It was taken back."), _("%(asker)s needs no answer any more.") % names)
    if row.state == State.OVER:
        return Said(_("It is settled."), _("It was given, or settled otherwise. Nobody needs an answer any more."))
    if row.answered_by_id != opened.member.pk:
        names["who"] = row.answered_by.first_name if row.answered_by else asker
        return Said(_("It is decided."), _("%(who)s decided it, %(when)s.") % names)
    title = {
        State.YES: _("You said yes, %(when)s."),
        State.OTHER: _("You said: rather another way, %(when)s."),
        State.NO: _("You said no, %(when)s."),
    }[State(row.state)] % names
    knows = _("%(asker)s knows, %(person)s hears it from them.") % names
    if can_take_back(row) and not opened.rested:
        knows += " " + _("You can take it back until it is under way.")
    return Said(title, knows, done=True)


def _when(row: Approval, at: Moment) -> str:
    moment = row.answered_at
    return said(moment, now=at.at, zone=at.zone, language=at.language) if moment else ""
