"""Who hears that the policy is another: everybody who answers, from whoever changed it, with their reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from cha.core.ledger import Event
from cha.resolutions.models import PolicySet
from cha.team.models import Member
from cha.team.models.role import ANSWERS

KIND: Final = "policy"
TOLD: Final = ("policy.set",)


def concerned(event: Event) -> tuple[Iterable[Member], dict[str, Any]]:
    """Whom it concerns, and the reason with the moment from which it counts (ISO, "" for now)."""
    row = PolicySet.objects.filter(pk=event.subject_id).first()
    if row is None or row.number == 1:
        return (), {}
    starts = row.starts_at.isoformat() if row.starts_at and row.starts_at > event.at else ""
    others = Member.objects.filter(is_active=True, role__in=ANSWERS)
    if event.actor_kind == "member":
        others = others.exclude(pk=event.actor_id or 0)
    return others, {"why": row.why, "starts": starts}
