"""Who hears of offers: whoever made one hears what was chosen, that none was wanted, or that nobody chose in time."""

from __future__ import annotations

from typing import Any, Final

from cha.core.ledger import Event
from cha.resolutions.models import Offer
from cha.team.models import Member

KIND: Final = "chosen"
TOLD: Final = ("offer.chosen", "offer.else", "offer.expired")


def concerned(event: Event) -> tuple[list[Member], dict[str, Any]]:
    """Whom it concerns, and what to tell them, as codes and the house's own words. Who noted it knows."""
    offer = Offer.objects.select_related("made_by", "conversation__assignee").filter(pk=event.subject_id).first()
    if offer is None:
        return [], {}
    told = {one.pk: one for one in (offer.made_by, offer.conversation.assignee) if one}
    if event.actor_kind == "member":
        told.pop(event.actor_id or 0, None)
    return list(told.values()), _facts(event, offer)


def _facts(event: Event, offer: Offer) -> dict[str, Any]:
    if event.verb == "offer.expired":
        return {"what": "expired", "calls": offer.silent_kind == "call"}
    if event.verb == "offer.else":
        return {"what": str(event.facts.get("wants", "else"))}
    option = offer.options.filter(number=event.facts.get("number")).first()
    again, problem = bool(event.facts.get("again")), bool(event.facts.get("problem"))
    return {"what": "chosen", "words": option.words if option else "", "again": again, "problem": problem}
