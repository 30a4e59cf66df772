"""What failed counted for nothing. When it is tried again it counts again, where there is as much left."""

from __future__ import annotations

from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor
from cha.core.errors import Conflict
from cha.core.money import Money
from cha.resolutions.authority import used_up_since
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.order_left import must_be_left
from cha.team.models import Member


def order_must_leave(remedy: Remedy) -> None:
    """Raise where the order of what failed was given back meanwhile. The remedy is locked; call it inside a verb."""
    if remedy.state == Remedy.State.FAILED:
        must_be_left(remedy.kind, Money(remedy.amount, remedy.currency), remedy.order, but=remedy)


def must_leave(remedy: Remedy) -> None:
    """Raise where the order of what failed, or a cap, leaves too little by what was given since it was decided.

    The remedy, its conversation and its person are locked; call it inside a verb. Raises Conflict and Invalid.
    """
    if remedy.state != Remedy.State.FAILED:
        return
    order_must_leave(remedy)
    talk, by, since = Conversation.objects.get(pk=remedy.conversation_id), _counts(remedy), remedy.decided_at
    if used_up_since(talk, by, remedy.kind, remedy.worth, since, order=remedy.order):
        raise Conflict(
            "So much was given meanwhile that too little is left for this. Take it back, and ask for a yes.",
            code="used_up",
        )


def _counts(remedy: Remedy) -> Acting | Actor:
    """Whose budgets it counts for: who said yes to it, else who decided it."""
    if remedy.approval and remedy.approval.answered_by:
        return remedy.approval.answered_by
    if remedy.decided_by_kind == "member" and remedy.decided_by_id:
        return Member.objects.get(pk=remedy.decided_by_id)
    return Actor(remedy.decided_by_kind, remedy.decided_by_id)
