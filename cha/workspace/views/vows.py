"""What a draft promises: shown as one writes, and its time changed for one that holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from cha.conversations.models import Draft, keep_draft
from cha.promises.vowing import promised_in
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, moment
from cha.workspace.now.vows import lines


@members
@require_GET
def show(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """What the reader's own draft promises; nothing where it promises nothing."""
    conversation = find_conversation(request, conversation_id)
    draft = Draft.objects.filter(conversation=conversation, member=request.user, kind="reply").first()
    at = moment()
    found = promised_in(conversation, draft.text, request.user, at.at) if draft else ()
    vows = lines(conversation, found, request.user, at)
    return render(request, "workspace/now/_vows.html", {"vows": vows, "conversation": conversation})


@members
@require_POST
def say_nearest(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Put the nearest time that holds in the place of the one in the draft; the draft is kept so."""
    conversation = find_conversation(request, conversation_id)
    body, key = request.POST.get("body", ""), request.POST.get("nearest", "")
    for one in promised_in(conversation, body, request.user, moment().at):
        if one.key == key and one.instead:
            body = one.instead
            break
    keep_draft(conversation, body, by=request.user)
    return back_to(conversation)
