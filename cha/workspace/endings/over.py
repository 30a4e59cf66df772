"""What stands over a conversation of endings: boundaries, and the way to the dialog where words are hard.

One query says whether there is anything at all: in most conversations there is nothing, and nothing more is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cha.conversations.models import Conversation
from cha.core.queries import asked
from cha.resolutions.bounding import standing
from cha.resolutions.models import Boundary
from cha.team.models import Member
from cha.workspace.endings.words import Standing, standing_words
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Over:
    """What `_over.html` shows."""

    boundaries: tuple[Standing, ...] = ()


@asked(int, int)
def _there(conversation: int, person: int) -> QuerySet[Conversation, Any]:
    bounded = Boundary.objects.filter(person=OuterRef("person"), lifted_at=None)
    rows = Conversation.objects.filter(pk=conversation, person_id=person).order_by()
    return rows.values_list(Exists(bounded))


def over(conversation: Conversation, reader: Member, at: Moment) -> Over:
    """What stands over a conversation, for a reader. One query where there is nothing."""
    there = next(iter(_there(conversation.pk, conversation.person_id)), (False,))
    if not any(there):
        return Over()
    rows = standing(conversation, at.at) if there[0] else []
    return Over(boundaries=tuple(standing_words(row, reader, at) for row in rows))
