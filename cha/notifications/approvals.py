"""Who hears of an ask for a yes: whoever is asked, at once and by mail; and whoever asked, when it is answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from cha.conversations.models import Message
from cha.core.ledger import Event
from cha.resolutions.models import Approval
from cha.team.models import Member

KIND = "decide"
TOLD = ("approval.asked", "approval.answered", "approval.taken_back", "approval.over")


class Told(NamedTuple):
    """What one member is told, under which subject; `about` is what `notify` is given beside."""

    member: Member
    kind: str
    subject: str
    about: dict[str, Any]


def concerned(event: Event) -> list[Told]:
    """Whom an event of an ask concerns. Nobody, where it was settled meanwhile."""
    rows = Approval.objects.select_related("conversation", "asked_by", "to", "stand_in", "answered_by")
    row = rows.filter(pk=event.subject_id).first()
    if row is None:
        return []
    if row.state == Approval.State.OPEN:
        return _asked(row, event)
    return _answered(row) if event.verb == "approval.answered" else []


def settled(event: Event) -> tuple[list[Member], str, list[str]]:
    """Who need not answer any more, and under which subjects they were told; nobody while it is open."""
    rows = Approval.objects.select_related("to", "stand_in").exclude(state=Approval.State.OPEN)
    row = rows.filter(pk=event.subject_id).first()
    if row is None:
        return [], KIND, []
    asked = [member for member in (row.to, row.stand_in) if member]
    return asked, KIND, [f"approval:{row.pk}:{number}" for number in range(row.series + 1)]


def asker_of(note: Message) -> Member | None:
    """Whoever waits for the answer that a note is a word to; None where it was taken as the answer itself."""
    row = Approval.objects.filter(pk=note.extra.get("answers_ask", 0)).select_related("asked_by").first()
    return row.asked_by if row and row.state == Approval.State.OPEN else None


def _asked(row: Approval, event: Event) -> list[Told]:
    """Who is asked; of one that is asked further only the next; and again where an answer was taken back."""
    again = event.facts.get("again")
    asked = [row.stand_in] if again else [row.to, row.stand_in]
    if event.verb == "approval.taken_back":
        return (
            [Told(row.asked_by, "asked", f"approval:{row.pk}:back{row.series}", _about(row, "back"))]
            if row.asked_by
            else []
        )
    about: dict[str, Any] = {"conversation": row.conversation, "actor": row.asked_by, "approval": row.pk}
    about |= {"amount": row.amount, "currency": row.currency}
    return [Told(member, KIND, f"approval:{row.pk}:{row.series}", about) for member in asked if member]


def _answered(row: Approval) -> list[Told]:
    if row.asked_by is None:
        return []
    return [Told(row.asked_by, "asked", f"approval:{row.pk}:{row.series}", _about(row, row.state))]


def _about(row: Approval, answer: str) -> dict[str, Any]:
    about: dict[str, Any] = {"conversation": row.conversation, "actor": row.answered_by, "approval": row.pk}
    return about | {"answer": answer, "amount": row.amount, "currency": row.currency, "via": row.via}
