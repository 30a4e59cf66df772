"""What stands over a conversation of endings: boundaries, a complaint, noes asked about again, what leads should see.

One query says whether there is anything at all: in most conversations there is nothing, and nothing more is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cha.conversations.models import Conversation
from cha.core.queries import asked
from cha.resolutions.endings.bounding import standing
from cha.resolutions.endings.complaining import complaint_of
from cha.resolutions.endings.refusing import refusals_of
from cha.resolutions.endings.signals import signals_of
from cha.resolutions.models import Approval, Boundary, Complaint, Refusal, Signal
from cha.team.models import Member
from cha.workspace.approvals.beside import Beside, beside
from cha.workspace.endings.complaints import Shown, shown
from cha.workspace.endings.noes import ShownNo, shown_no
from cha.workspace.endings.noticed import Seen, noticed
from cha.workspace.endings.words import Standing, standing_words
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Over:
    """What `_over.html` shows. `signals` are for leads alone."""

    boundaries: tuple[Standing, ...] = ()
    complaint: Shown | None = None
    noes: tuple[ShownNo, ...] = ()
    signals: tuple[Seen, ...] = ()
    asks: tuple[Beside, ...] = ()


@asked(int, int)
def _there(conversation: int, person: int) -> QuerySet[Conversation, Any]:
    bounded = Boundary.objects.filter(person=OuterRef("person"), lifted_at=None)
    complained = Complaint.objects.filter(conversation=OuterRef("pk"))
    asked_again = Refusal.objects.filter(conversation=OuterRef("pk"), review_asked_at__isnull=False, reviewed_at=None)
    noticed_here = Signal.objects.filter(person=OuterRef("person"))
    rows = Conversation.objects.filter(pk=conversation, person_id=person).order_by()
    yes = Approval.objects.filter(conversation=OuterRef("pk")).exclude(state__in=("back", "over"))
    there = (bounded, complained, asked_again, noticed_here, yes)
    return rows.values_list(*map(Exists, there))


def over(conversation: Conversation, reader: Member, at: Moment) -> Over:
    """What stands over a conversation, for a reader. One query where there is nothing."""
    found = next(iter(_there(conversation.pk, conversation.person_id)), (False,) * 5)
    bounded, complained, again, seen, yes = found
    return Over(
        boundaries=tuple(standing_words(row, reader, at) for row in standing(conversation, at.at)) if bounded else (),
        complaint=_complaint(conversation, reader, at) if complained else None,
        noes=_noes(conversation, reader, at) if again else (),
        signals=tuple(noticed(row, at) for row in signals_of(conversation, reader)) if seen else (),
        asks=beside(conversation, reader, at) if yes else (),
    )


def _complaint(conversation: Conversation, reader: Member, at: Moment) -> Shown | None:
    row = complaint_of(conversation)
    if row is None:
        return None
    row.conversation = conversation
    return shown(row, reader, at)


def _noes(conversation: Conversation, reader: Member, at: Moment) -> tuple[ShownNo, ...]:
    found = []
    for row in refusals_of(conversation):
        if row.review_asked_at and not row.reviewed_at:
            row.conversation = conversation
            found.append(shown_no(row, reader, at))
    return tuple(found)
