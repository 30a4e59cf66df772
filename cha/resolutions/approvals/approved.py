"""What follows from a yes: what was asked for outside of an offer is decided with it."""

from __future__ import annotations

from cha.core.actor import Actor
from cha.core.ledger import Event
from cha.core.money import Money
from cha.resolutions.approvals.using import covered
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Approval
from cha.resolutions.remedies.by_hand import by_hand
from cha.resolutions.remedies.deciding import decide_remedy

YES = (Approval.State.YES, Approval.State.OTHER)


def give_approved(event: Event) -> None:
    """A yes was given: the asker's remedy is decided, and theirs to do. Where an option waited for it, the person
    chooses. Runs in the transaction of the answer: what cannot be given any more is said to whoever says yes.
    """
    approval = Approval.objects.get(pk=event.subject_id)
    if approval.state not in YES or approval.used_at or approval.options.exists():
        return
    said = covered(approval)
    keeper = approval.asked_by
    decide_remedy(
        approval.conversation,
        said.kind,
        said.words,
        by=Actor("member", keeper.pk if keeper else approval.answered_by_id),
        amount=said.worth if KINDS[said.kind].money else Money(0, said.worth.currency),
        cost=said.worth,
        tax=_tax(approval),
        order=approval.order,
        why=approval.why,
        keeper=keeper,
        approval=approval,
        checklist=by_hand(said.kind),
    )


def _tax(approval: Approval) -> Money | None:
    """What was said of it when it was asked for; nobody knows it of what is given in its place."""
    known = approval.state == Approval.State.YES and approval.tax is not None and KINDS[approval.kind].money
    return Money(approval.tax or 0, approval.currency) if known else None
