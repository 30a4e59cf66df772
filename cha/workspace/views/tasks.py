"""Work that stopped: run it again, or let it go. Only for who sees everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.access import sees_all
from cha.core.errors import NotFound, Refused
from cha.core.tasks import drop, retry
from cha.workspace.doors import MemberRequest, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import seat_needed


@members
@require_POST
def runs(request: MemberRequest, task_id: int) -> HttpResponse:
    """Run it once more. Raises NotFound when it has not failed, or for who does not see everything; Refused."""
    _must_mend(request)
    if not retry(task_id):
        raise NotFound(nothing())
    messages.success(request, _("It runs again now."))
    return see("failures")


@members
@require_POST
def dropping(request: MemberRequest, task_id: int) -> HttpResponse:
    """Let it go: nobody needs it any more. Raises NotFound when it has not failed; Refused."""
    _must_mend(request)
    if not drop(task_id, by=request.user):
        raise NotFound(nothing())
    messages.success(request, _("Let go."))
    return see("failures")


def _must_mend(request: MemberRequest) -> None:
    if not sees_all(request.user):
        raise NotFound(nothing())
    if not request.user.answers:
        raise Refused(seat_needed())


def nothing() -> str:
    """What somebody is told for whom there is no such work."""
    return _("Nothing of that kind has stopped.")
