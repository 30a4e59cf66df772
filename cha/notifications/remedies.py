"""Who hears that something is not given as it was decided: whoever does it, else whoever looks after the person."""

from __future__ import annotations

from typing import Any, Final

from cha.core.ledger import Event
from cha.resolutions.models import Remedy
from cha.team.models import Member

KIND: Final = "remedy"
TOLD: Final = ("remedy.failed", "remedy.doubted")


def concerned(event: Event) -> tuple[Member | None, dict[str, Any]]:
    """Whom it concerns, and what to tell them. Whoever said that it went wrong knows."""
    row = Remedy.objects.select_related("keeper", "conversation__assignee").filter(pk=event.subject_id).first()
    if row is None:
        return None, {}
    told = row.keeper or row.conversation.assignee
    if told and event.actor_kind == "member" and event.actor_id == told.pk:
        return None, {}
    return told, {"what": event.verb.removeprefix("remedy."), "words": row.words}
