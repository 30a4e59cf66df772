"""What offers add to the way there: "you choose", then what was chosen. Kept on the conversation, for lower apps."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cha.conversations.models import Conversation
from cha.core.ledger import Event
from cha.core.queries import asked
from cha.promises.added_steps import CHOOSE, CHOSEN
from cha.resolutions.models import Choice, Offer, Remedy

# Of an offer that nobody chose from, nothing is left to show on the way.
SHOWN = (Offer.State.OPEN, Offer.State.CHOSEN, Offer.State.DONE)


def show_offers(conversation: Conversation) -> None:
    """Keep a locked conversation's own column about offers, as they stand now."""
    found = [step for offer in _offers(conversation.pk) for step in _steps(offer)]
    if found != conversation.added_steps:
        conversation.change(added_steps=found)


def moved(event: Event) -> None:
    """Reaction: offers came to the conversation, or went, with what was merged, split or taken apart."""
    if event.conversation_id:
        show_offers(Conversation.objects.locked(event.conversation_id))


def _offers(conversation: int) -> list[Offer]:
    rows = Offer.objects.filter(conversation_id=conversation, state__in=SHOWN).select_related("made_by")
    return list(rows.order_by("id"))


def _steps(offer: Offer) -> list[dict[str, Any]]:
    choose = {"key": f"offer:{offer.pk}", "code": CHOOSE, "side": "them", "by": offer.until.isoformat()}
    choice = next(iter(standing(offer.pk)), None)
    if choice is None or choice.option is None:
        return [choose]
    option = choice.option
    done = Remedy.objects.filter(option=option, state=Remedy.State.DONE).order_by("-done_at").first()
    chosen = {"key": f"option:{option.pk}", "code": CHOSEN, "side": "us", "words": option.words}
    if option.by:
        chosen["by"] = option.by.isoformat()
    if offer.made_by:
        chosen["who"] = offer.made_by.first_name
    if done and done.done_at:
        chosen["at"] = done.done_at.isoformat()
    return [{**choose, "at": choice.at.isoformat()}, chosen]


@asked(int)
def standing(offer: int) -> QuerySet[Choice]:
    """The choice of an offer that stands, with its option; at most one."""
    return Choice.objects.filter(offer_id=offer, undone_at=None).select_related("option")
