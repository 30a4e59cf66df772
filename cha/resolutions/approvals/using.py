"""Using a yes: it covers what was asked, for whom it was asked, and it is used once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.errors import Conflict, Refused
from cha.core.money import Money
from cha.people.models.record import Record
from cha.resolutions.models import Approval


@dataclass(frozen=True, slots=True)
class Covers:
    """What a yes was said to: this kind, worth up to so much."""

    kind: str
    worth: Money
    words: str


def covered(approval: Approval) -> Covers:
    """What was said yes to: what was asked, or what was said yes to in its place."""
    if approval.state != Approval.State.OTHER:
        return Covers(approval.kind, Money(approval.amount, approval.currency), approval.words)
    other = approval.instead
    amount = int(other.get("amount", approval.amount))
    worth = Money(amount, str(other.get("currency") or approval.currency))
    return Covers(str(other.get("kind") or approval.kind), worth, str(other.get("words") or approval.words))


def seen_with(approval: Approval | None, shown: Iterable[str]) -> frozenset[str]:
    """What was seen elsewhere by who decides, and by who asked for the yes that it is decided with."""
    return frozenset(shown) | frozenset(approval.shown if approval else ())


def use_approval(
    approval: Approval, conversation: Conversation, kind: str, worth: Money, order: Record | None
) -> Approval:
    """Use a yes for this. Returns the locked row. The conversation and its person must be locked, inside a verb.

    Raises Conflict where it was used, or is no yes (any more); Refused where it was said to something else.
    """
    locked = Approval.objects.select_for_update().get(pk=approval.pk)
    if locked.conversation_id != conversation.pk or locked.person_id != conversation.person_id:
        raise Refused("That yes was for somebody else.", code="not_covered")
    if locked.state not in (Approval.State.YES, Approval.State.OTHER):
        raise Conflict("Nobody said yes to this.", code="no_yes")
    if locked.used_at is not None:
        raise Conflict("That yes was used already. What it was for is given.", code="used")
    said = covered(locked)
    if kind != said.kind or worth.currency != said.worth.currency or worth > said.worth:
        raise Refused(f"The yes was to {said.words}, up to {said.worth.said('en')}.", code="not_covered")
    if locked.order_id and (order is None or order.pk != locked.order_id):
        raise Refused("The yes was for another order.", code="not_covered")
    locked.used_at = now()
    locked.save(update_fields=["used_at"])
    return locked


def unuse_approval(approval_id: int) -> None:
    """What it was used for was taken back before anything was done: it may be used again. Inside a verb."""
    Approval.objects.filter(pk=approval_id).update(used_at=None)
