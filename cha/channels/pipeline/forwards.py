"""A member's forward: the person is who wrote it first; what the member wrote above it is a note."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from cha.channels.base import Inbound, Original
from cha.conversations.models import Conversation
from cha.conversations.models.noting import note, note_by_mail
from cha.core.queries import asked
from cha.language.detect import detect
from cha.people.models.contact_point import normal
from cha.team.models import Member


def forwarded_by(inbound: Inbound) -> Member | None:
    """The member who forwarded this; None when nobody of the team did, or it carries nobody's message."""
    if inbound.original is None or not inbound.original.address or inbound.authentic == "fail":
        return None
    return next(iter(_members(inbound.address)), None)


@asked(str)
def _members(address: str) -> QuerySet[Member]:
    return Member.objects.filter(email=address, is_active=True)


def as_original(inbound: Inbound, original: Original, member: Member) -> Inbound:
    """The message as the person wrote it. Who answers a forward answers the member, so its thread is left behind."""
    guess = detect(original.text or original.subject)
    return replace(
        inbound,
        address=normal("email", original.address),
        name=original.name,
        subject=original.subject or inbound.subject,
        text=original.text,
        html=original.html,
        quoted="",
        sent_at=original.sent_at,
        external_id="",
        thread=(),
        answers=None,
        recipients=(),
        copies=(),
        original=None,
        reply_to="",
        authentic="",
        language=guess.code,
        language_sure=guess.sure,
        marks={**inbound.marks, "forwarded_by": member.pk, "forwarded_name": member.name},
    )


def keep_words_above(conversation: Conversation, inbound: Inbound, member: Member) -> None:
    """Keep what the member wrote above the forwarded message. Theirs only where their domain vouches for the mail."""
    words = "" if inbound.marks.get("only_forwarded") else inbound.text.strip()
    if words and inbound.authentic == "pass":
        note(conversation, words, by=member)
    elif words:
        note_by_mail(conversation, words, name=f"{inbound.name or member.name} <{inbound.address}>")
