"""An answer to the mail that asked for a yes: it came home as a note, and the member's own house vouches for it."""

from __future__ import annotations

from django.db import transaction

from cha.channels.pipeline.homecoming import ANSWERS_ASK
from cha.conversations.models import Message
from cha.core.errors import ChaError
from cha.core.ledger import Event
from cha.resolutions.approvals.approving import answer_approval
from cha.resolutions.approvals.reading import read_answer
from cha.resolutions.models.approval import Approval
from cha.team.models import Member


def answer_by_mail(event: Event) -> None:
    """Reaction: what a member wrote back is their answer, where it plainly is one. Otherwise it stays a note.

    A mail that nobody vouches for decides nothing; one that is vouched for later decides then. What cannot be answered
    so any more, or not by them, stays a note too: the ask stands on its page.
    """
    note = Message.objects.filter(pk=event.subject_id, kind="note").first()
    if note is None or ANSWERS_ASK not in note.extra or note.extra.get("authentic") != "pass":
        return
    approval = Approval.objects.filter(pk=note.extra[ANSWERS_ASK], state=Approval.State.OPEN).first()
    member = Member.objects.filter(pk=note.author_id or 0).first()
    if approval is None or member is None:
        return
    said = read_answer(note.text, member.name)
    if said.answer:
        try:
            # What is refused must not take the note with it.
            with transaction.atomic():
                answer_approval(approval, said.answer, by=member, words=said.words, via="reply")
        except ChaError:
            return
