"""Mailboxes that cannot be fetched from: try again now. Only for who sees everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.channels.models import Mailbox, look_again
from cha.conversations.access import sees_all
from cha.core.errors import NotFound, Refused
from cha.workspace.doors import MemberRequest, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import seat_needed


@members
@require_POST
def tries(request: MemberRequest, mailbox_id: int) -> HttpResponse:
    """Look again now. Raises NotFound for who does not see everything, Refused without a seat."""
    mailbox = Mailbox.objects.filter(pk=mailbox_id).first() if sees_all(request.user) else None
    if mailbox is None:
        raise NotFound(_("There is no such mailbox."))
    if not request.user.answers:
        raise Refused(seat_needed())
    look_again(mailbox, by=request.user)
    messages.success(request, _("It is looked at now."))
    return see("failures")
