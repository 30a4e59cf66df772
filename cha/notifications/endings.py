"""Who hears of endings: leads of a threat, and of what they decide; who owns a complaint; who looks a second time."""

from __future__ import annotations

from typing import Final

from cha.core.ledger import Event
from cha.resolutions.models import Boundary, Complaint, Refusal
from cha.team.models import Member
from cha.team.models.role import LEADS

KIND: Final = "ending"


def concerned(event: Event) -> tuple[list[Member], str]:
    """Whom an event of an ending concerns, and what to tell them, as a code. ([], "") for what concerns nobody."""
    find = _FIND.get(event.verb)
    members, code = find(event) if find else ([], "")
    return [one for one in members if (event.actor_kind, event.actor_id) != ("member", one.pk)], code


def _leads(but: int | None = None) -> list[Member]:
    return list(Member.objects.filter(role__in=LEADS, is_active=True).exclude(pk=but or 0))


def _boundary(event: Event) -> tuple[list[Member], str]:
    row = Boundary.objects.filter(pk=event.subject_id, lifted_at=None).first()
    if row is None or not (row.step == Boundary.Step.THREAT or row.since is None):
        return [], ""
    return _leads(), "threat" if row.step == Boundary.Step.THREAT else "distance"


def _complaint(event: Event) -> tuple[list[Member], str]:
    row = Complaint.objects.select_related("owner").filter(pk=event.subject_id).first()
    if row is None:
        return [], ""
    return ([row.owner] if row.owner else _leads()), "complaint"


def _appeal(event: Event) -> tuple[list[Member], str]:
    row = Complaint.objects.select_related("appeal_owner").filter(pk=event.subject_id).first()
    if row is None:
        return [], ""
    return ([row.appeal_owner] if row.appeal_owner else _leads(row.decided_by_id)), "appeal"


def _asked_again(event: Event) -> tuple[list[Member], str]:
    row = Refusal.objects.filter(pk=event.subject_id).first()
    return (_leads(row.said_by_id), "again") if row else ([], "")


_FIND: Final = {
    "boundary.set": _boundary,
    "complaint.opened": _complaint,
    "complaint.owned": _complaint,
    "complaint.appealed": _appeal,
    "refusal.review_asked": _asked_again,
}
TOLD: Final = tuple(_FIND)
