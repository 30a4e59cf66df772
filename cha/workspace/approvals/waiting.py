"""Which asks wait for a member: for the page, and for the count beside its name on every page."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cha.conversations.access import sees_all, visible_to
from cha.core.queries import asked
from cha.resolutions.models import Approval
from cha.team.models import Member

# As far as is counted.
_MOST = 100


def waiting(member: Member) -> QuerySet[Approval]:
    """The asks that wait for a member: they are asked, or lead; never one's own, nor one that they may not see."""
    rows = Approval.objects.filter(state="open").exclude(asked_by=member)
    if not member.leads:
        rows = rows.filter(Q(to=member) | Q(stand_in=member))
    if not sees_all(member):
        rows = rows.filter(conversation__in=visible_to(member))
    return rows.order_by("due", "pk")


def waiting_count(member: Member) -> int:
    """How many wait, for the rail: nothing for a member who neither leads nor is asked."""
    if not member.leads or not member.is_active:
        return 0
    if sees_all(member):
        return sum(asker != member.pk for asker in _open())
    return len(waiting(member).values_list("pk")[:_MOST])


@asked()
def _open() -> QuerySet[Approval, int | None]:
    return Approval.objects.filter(state="open").order_by("by").values_list("asked_by_id", flat=True)[:_MOST]
