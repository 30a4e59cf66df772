"""Which organisations exist for a member: those of persons whom they may see (law 8)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cha.conversations.access import people_visible_to, sees_all
from cha.core.errors import NotFound, Refused
from cha.people.models import Organisation, Person, Record
from cha.team.models import Member
from cha.workspace.doors import MemberRequest
from cha.workspace.people.sight import seat_needed


def organisations_for(member: Member) -> QuerySet[Organisation]:
    """The organisations that a member may see."""
    if sees_all(member):
        return Organisation.objects.all()
    theirs = people_visible_to(member).exclude(organisation=None).values("organisation_id")
    return Organisation.objects.filter(pk__in=theirs)


def find_organisation(request: MemberRequest, organisation_id: int) -> Organisation:
    """The organisation, if this member may see it. Raises NotFound."""
    found = organisations_for(request.user).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound(_("There is no such organisation, or it is not yours to see."))
    return found


def find_organisation_to_change(request: MemberRequest, organisation_id: int) -> Organisation:
    """The same, for a member with a seat. Raises NotFound, Refused."""
    found = find_organisation(request, organisation_id)
    if not request.user.answers:
        raise Refused(seat_needed(), code="no_seat")
    return found


def people_in(organisation: Organisation, member: Member) -> QuerySet[Person]:
    """Who belongs to it, as far as the member may see them."""
    return people_visible_to(member).filter(organisation=organisation, joined_into=None)


def records_in(organisation: Organisation, member: Member) -> QuerySet[Record]:
    """Its records and those of its people; none of somebody whom the member may not see."""
    mine = people_in(organisation, member).values("pk")
    rows = Record.objects.filter(Q(organisation=organisation) | Q(person__in=mine))
    if not sees_all(member):
        rows = rows.filter(Q(person=None) | Q(person__in=people_visible_to(member).values("pk")))
    return rows.select_related("source", "point")
