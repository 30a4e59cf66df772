"""What shop systems know of a person: ask them again, from a conversation or from the person's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.core.errors import Refused
from cha.people.models import Person
from cha.people.models.record_source import sources
from cha.people.records.pulling import ask_for_records
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to
from cha.workspace.people.going import see
from cha.workspace.people.sight import find_person_to_change, seat_needed


@members
@require_POST
def of_conversation(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Ask now; what they say is shown where the conversation is open. Raises NotFound, Refused without a seat."""
    conversation = find_conversation(request, conversation_id)
    if not request.user.answers:
        raise Refused(seat_needed(), code="no_seat")
    _ask(conversation.person, request.user)
    return back_to(conversation)


@members
@require_POST
def of_person(request: MemberRequest, person_id: int) -> HttpResponse:
    """The same from the person's page."""
    person = find_person_to_change(request, person_id)
    _ask(person, request.user)
    messages.success(request, _("It is asked now. Open this page again in a moment."))
    return see("person", person.pk, place="orders")


def _ask(person: Person, by: Member) -> None:
    asked = [shop for shop in sources() if shop.asks and not shop.paused_at]
    if asked:
        ask_for_records(person, asked, by=by)
