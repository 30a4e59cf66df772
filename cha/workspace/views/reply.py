"""Answering a person."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.core.errors import Invalid, TooLarge
from cha.promises.already_told import note_asked_anyway
from cha.promises.vowing import say_and_promise
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.going import going
from cha.workspace.now.page import back_to, moment, not_taken, say_done
from cha.workspace.now.pointing_out import must_be_new
from cha.workspace.now.vows import must_be_looked_at
from cha.workspace.now.writing import keep_files, sizes_of, typed


@members
@require_POST
def create(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Say it; for eight seconds it can be undone, or taken back where words go at once.

    What was typed and chosen is kept when it is not taken.
    """
    conversation = find_conversation(request, conversation_id)
    written = typed(request)
    try:
        written = replace(written, files=(*written.files, *keep_files(request.FILES.getlist("files"))))
        body, files = written.body or "", list(written.files)
        goes = going(conversation, request.POST, sizes_of(files))
        held = must_be_new(conversation, body, request.POST, request.user, moment())
        vows = must_be_looked_at(conversation, body, request.POST, request.user, moment())
        once = request.POST.get("once", "")[:40]
        carried = {"attachment_ids": files, "once": once, **asdict(goes)}
        message = say_and_promise(conversation, body, vows, by=request.user, **carried)
    except (Invalid, TooLarge) as error:
        return not_taken(request, conversation, written, error)
    if held:
        note_asked_anyway(conversation, held, by=request.user)
    undo = reverse("withdrawal" if goes.hold else "saying-taking-back", args=[conversation.pk, message.pk])
    say_done(request, _("Sent to %(name)s") % {"name": conversation.person.first_name}, undo)
    return back_to(conversation)
