"""Which persons exist for a member: those whose conversations they may see (law 8)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cha.conversations.access import people_visible_to
from cha.core.errors import NotFound, Refused
from cha.people.models import Person
from cha.people.models.joining import home_of_person
from cha.workspace.doors import MemberRequest


def find_person(request: MemberRequest, person_id: int) -> Person:
    """The person with their addresses, if this member may see them; who they turned out to be. Raises NotFound."""
    rows = people_visible_to(request.user).select_related("organisation").prefetch_related("points", "tags")
    person = rows.filter(pk=person_id).first() or rows.filter(pk=home_of_person(person_id)).first()
    if person is None:
        raise NotFound(_("There is no such person, or they are not yours to see."))
    return person


def find_person_to_change(request: MemberRequest, person_id: int) -> Person:
    """The same, for a member with a seat. Raises NotFound, Refused."""
    person = find_person(request, person_id)
    if not request.user.answers:
        raise Refused(seat_needed(), code="no_seat")
    return person


def seat_needed() -> str:
    """What a light member is told."""
    return _("You may look and leave a note. Somebody with a seat does this.")
