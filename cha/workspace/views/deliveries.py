"""What could not be sent: try it again, or let it go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.channels.models import Delivery, retry_delivery
from cha.channels.models.delivery import drop_delivery
from cha.conversations.access import sees_all, visible_to
from cha.core.errors import NotFound, Refused
from cha.workspace.doors import MemberRequest, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import seat_needed


@members
@require_POST
def tries(request: MemberRequest, delivery_id: int) -> HttpResponse:
    """Try again now. Raises Conflict when it has gone out in the meantime."""
    retry_delivery(_find(request, delivery_id), by=request.user)
    messages.success(request, _("It is tried again now."))
    return see("failures")


@members
@require_POST
def dropping(request: MemberRequest, delivery_id: int) -> HttpResponse:
    """Let it go: it needs no eye any more."""
    drop_delivery(_find(request, delivery_id), by=request.user)
    messages.success(request, _("Let go. It stays to be seen in the conversation."))
    return see("failures")


def _find(request: MemberRequest, delivery_id: int) -> Delivery:
    """A delivery of a conversation that may be seen, for somebody who may answer. Raises NotFound, Refused."""
    rows = Delivery.objects.filter(pk=delivery_id)
    if not sees_all(request.user):
        rows = rows.filter(conversation__in=visible_to(request.user))
    delivery = rows.first()
    if delivery is None:
        raise NotFound(_("There is no such mail, or it is not yours to see."))
    if not request.user.answers:
        raise Refused(seat_needed())
    return delivery
