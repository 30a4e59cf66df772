"""Noticing: what was sent to one person alone is answered from another's proven address. They are probably one."""

from __future__ import annotations

from cha.conversations.joining_persons.looking import settled, sides_of
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.participating import Participant
from cha.core.actor import CHA
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.people.likeness.judging import judge
from cha.people.models.contact_point import ContactPoint
from cha.people.models.suggesting import suggest


def by_another(event: Event) -> bool:
    """Whether somebody else wrote in a person's conversation than the person whose it is."""
    return bool(event.facts.get("writer"))


@task("people.notice_answer", rank=8)
def notice_answer(message_id: int) -> None:
    """Suggest that whoever answered is the person who was written to, where nobody else was.

    A chat goes on by mail: the signed reply address went to the visitor alone. Who was in copy answers too, and a
    mailbox that neither its signature nor an earlier answer proves is anybody's.
    """
    message = Message.objects.filter(pk=message_id, kind=Kind.HEARD).select_related("conversation").first()
    if message is None:
        return
    point = ContactPoint.objects.filter(value=message.address.lower()).exclude(verified_at=None).first()
    mine = message.conversation.person_id
    if point is None or point.person_id == mine or message.extra.get("authentic") == "fail":
        return
    if Participant.objects.filter(conversation=message.conversation, member=None).exists():
        return
    if point.person_id in settled(mine):
        return
    sides = sides_of([mine, point.person_id])
    if len(sides) == 2:
        verdict = judge(sides[mine], sides[point.person_id], answered=True)
        reasons = [(reason.code, reason.points, reason.value) for reason in verdict.reasons]
        if verdict.level == "suggest":
            suggest(mine, point.person_id, verdict.score, reasons, by=CHA)
