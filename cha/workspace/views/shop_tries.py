"""Shops that did not answer: ask them again. Only for who sees everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.access import sees_all
from cha.core.errors import NotFound, Refused
from cha.people.models import RecordSource
from cha.people.records.pulling import ask_again
from cha.workspace.doors import MemberRequest, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import seat_needed


@members
@require_POST
def tries(request: MemberRequest, source_id: int) -> HttpResponse:
    """Ask again now. Raises NotFound for who does not see everything, Refused without a seat."""
    source = RecordSource.objects.filter(pk=source_id).first() if sees_all(request.user) else None
    if source is None:
        raise NotFound(_("There is no such shop."))
    if not request.user.answers:
        raise Refused(seat_needed())
    ask_again(source, by=request.user)
    messages.success(request, _("It is asked now."))
    return see("failures")
