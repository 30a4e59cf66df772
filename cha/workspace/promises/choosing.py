"""To whom something could be promised."""

from __future__ import annotations

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation
from cha.conversations.search import find_people
from cha.team.models import Member

MOST = 12


def someone(member: Member, query: str) -> list[Conversation]:
    """Conversations that a member may see, each with its person: who wait now, or those of whoever `query` finds."""
    rows = visible_to(member).select_related("person")
    if not query:
        return list(rows.waiting().in_care_order()[:MOST])
    people = [person.pk for person in find_people(query, by=member, limit=MOST)]
    found: dict[int, Conversation] = {}
    for row in rows.filter(person__in=people).order_by("-last_at", "-id")[: 4 * MOST]:
        found.setdefault(row.person_id, row)
    return sorted(found.values(), key=lambda row: people.index(row.person_id))
