"""Noes on the members' screens: what stands over a conversation, and what is asked about again."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.language.times import said
from cha.resolutions.endings.refusing import because_words
from cha.resolutions.models import Refusal
from cha.team.models import Member
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class ShownNo:
    """A "no" as it stands over its conversation and in the list. mine: the reader may look at it again."""

    id: int
    conversation: int
    name: str
    wanted: str
    reason: str
    instead: str
    by: str
    when: str
    words: str
    mine: bool


def shown_no(row: Refusal, reader: Member, at: Moment) -> ShownNo:
    """A "no" that is asked about again, for a reader."""
    because = dict(because_words())[row.because]
    asked = row.review_asked_at or row.said_at
    return ShownNo(
        id=row.pk,
        conversation=row.conversation_id,
        name=row.conversation.person.called,
        wanted=row.wanted,
        reason=f"{because}: {row.reason}",
        instead=row.instead,
        by=row.said_by.first_name if row.said_by else _("Somebody"),
        when=said(asked, now=at.at, zone=at.zone, language=at.language),
        words=row.review_words,
        mine=reader.answers and reader.pk != row.said_by_id,
    )


def asked_again(reader: Member, at: Moment) -> list[ShownNo]:
    """The noes that somebody asked about again and nobody looked at yet, the longest waiting first."""
    rows = Refusal.objects.filter(review_asked_at__isnull=False, reviewed_at=None)
    if not sees_all(reader):
        rows = rows.filter(conversation__in=visible_to(reader))
    rows = rows.select_related("conversation__person", "said_by").order_by("review_asked_at")
    return [shown_no(row, reader, at) for row in rows[:100]]
