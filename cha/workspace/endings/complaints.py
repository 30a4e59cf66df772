"""A complaint on the members' screens: opening one, its outcome, the second look, the list by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.language.times import by_when, span
from cha.resolutions.endings.laws import BY_KEY, OWN_DAYS, laws_for
from cha.resolutions.models import Complaint
from cha.team.models import Member, brand
from cha.workspace.now.rows import Moment

MOST = 200


def deadlines(at: Moment) -> list[tuple[str, str, str]]:
    """What a deadline can rest on, for choosing: (key, words, source)."""
    face = brand()
    own = _("Our own days: %(days)s on which we are open") % {"days": OWN_DAYS}
    return [("", own, ""), *((law.key, str(law.name), law.source) for law in laws_for(face.country if face else ""))]


def outcomes() -> list[tuple[str, str]]:
    """How a complaint can come out, for choosing."""
    return [
        ("upheld", _("They are right")),
        ("partly", _("They are right in part")),
        ("not", _("We see it differently")),
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A complaint as it stands over its conversation and in the list. `late`: its time has passed, nothing was said.

    next: "decide", "appeal" or "" for what can be done; mine: the reader may do it.
    """

    id: int
    conversation: int
    name: str
    about: str
    head: str
    rest: str
    next: str
    mine: bool
    late: bool = False
    iso: str = ""
    left: str = ""


def shown(row: Complaint, reader: Member, at: Moment) -> Shown:
    """A complaint in words, for a reader, at a moment."""
    second = bool(row.appealed_at and not row.appeal_outcome)
    owner = row.appeal_owner if second else row.owner
    due_at = due_of(row)
    late = bool(due_at and due_at < at.at)
    if second:
        may = reader.answers and (reader.pk != row.decided_by_id)
        return _open(row, reader, at, _("A second look is asked for."), owner, may, "appeal", late)
    if not row.outcome:
        may = reader.leads or reader.pk == row.owner_id
        return _open(row, reader, at, _("A complaint."), owner, may, "decide", late)
    how = dict(outcomes())[row.appeal_outcome or row.outcome]
    rest = _("Looked at twice. That is final.") if row.appeal_outcome else _("They may ask for a second look, once.")
    return Shown(
        row.pk,
        row.conversation_id,
        _called(row),
        row.about,
        _("A complaint: %(how)s.") % {"how": how},
        rest,
        "",
        mine=False,
    )


def _called(row: Complaint) -> str:
    return row.conversation.person.called


def due_of(row: Complaint) -> datetime | None:
    """By when its next step is done: the outcome, or the second look; None where nothing is owed."""
    owed = not row.outcome or (row.appealed_at and not row.appeal_outcome)
    return row.due_at if owed else None


def _open(
    row: Complaint, reader: Member, at: Moment, head: str, owner: Member | None, may: bool, step: str, late: bool
) -> Shown:
    by = due_of(row)
    parts = [_("%(name)s has it.") % {"name": owner.first_name if owner else _("Nobody")}]
    if by:
        when = by_when(by, now=at.at, zone=at.zone, language=at.language)
        parts.append(_("The outcome is owed %(when)s.") % {"when": when})
    law = BY_KEY.get(row.law)
    if law:
        parts.append(str(law.name) + ".")
    left = span(abs(by - at.at), at.language) if by else ""
    return Shown(
        id=row.pk,
        conversation=row.conversation_id,
        name=_called(row),
        about=row.about or row.conversation.gist or row.conversation.subject,
        head=head,
        rest=" ".join(parts),
        next=step,
        mine=may,
        late=late,
        iso=by.isoformat(timespec="seconds") if by else "",
        left=(_("%s late") if late else _("%s left")).replace("%s", left) if by else "",
    )


def listed(reader: Member, at: Moment) -> tuple[list[Shown], list[Shown]]:
    """The complaints that a reader may see: those with something owed, soonest first, and those that are settled."""
    rows = Complaint.objects.select_related("conversation__person", "owner", "decided_by", "appeal_owner")
    if not sees_all(reader):
        rows = rows.filter(conversation__in=visible_to(reader))
    made = [(due_of(row), shown(row, reader, at)) for row in rows.order_by("-pk")[:MOST]]
    owed = sorted(((by, one) for by, one in made if by), key=lambda pair: pair[0])
    return [one for _by, one in owed], [one for by, one in made if by is None]
