"""Answering a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.models import say
from cha.core.errors import Invalid, TooLarge
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, say_done, screen
from cha.workspace.now.writing import Written, addresses, keep_files, opened


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Say it; for eight seconds it can be undone. What was typed and chosen is kept when it is not taken."""
    conversation = find_conversation(request, conversation_id)
    body, cc = request.POST.get("body", ""), request.POST.get("cc", "")
    files = opened(request.POST.getlist("kept"))
    try:
        files += keep_files(request.FILES.getlist("files"))
        once = request.POST.get("once", "")[:40]
        message = say(conversation, body, by=request.user, attachment_ids=list(files), cc=addresses(cc), once=once)
    except (Invalid, TooLarge) as error:
        written = Written("reply", body, cc, files, error.sentence)
        return screen(request, conversation, written=written, status=error.status)
    undo = reverse("withdrawal", args=[conversation.pk, message.pk])
    say_done(request, _("Sent to %(name)s") % {"name": conversation.person.first_name}, undo)
    return back_to(conversation)
