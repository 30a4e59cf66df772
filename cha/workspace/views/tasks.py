"""Work that stopped: run it again. Only for who sees everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.access import sees_all
from cha.core.errors import NotFound, Refused
from cha.core.tasks import retry
from cha.workspace.doors import MemberRequest, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import seat_needed


@members
@require_POST
def runs(request: MemberRequest, task_id: int) -> HttpResponse:
    """Run it once more. Raises NotFound when it has not failed, or for who does not see everything; Refused."""
    if not sees_all(request.user):
        raise NotFound(_("Nothing of that kind has stopped."))
    if not request.user.answers:
        raise Refused(seat_needed())
    if not retry(task_id):
        raise NotFound(_("Nothing of that kind has stopped."))
    messages.success(request, _("It runs again now."))
    return see("failures")
