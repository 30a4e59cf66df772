"""What a draft asks for although it was told: shown as one writes, and used in its place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from cha.conversations.models import Draft, keep_draft
from cha.promises.already_told import already_told
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, moment
from cha.workspace.now.pointing_out import pointed


@members
@require_GET
def show(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """What the reader's own draft asks for and we hold; nothing where it asks for nothing of the kind."""
    conversation = find_conversation(request, conversation_id)
    draft = Draft.objects.filter(conversation=conversation, member=request.user, kind="reply").first()
    held = already_told(conversation, draft.text, request.user) if draft else ()
    told = pointed(held, moment()) if held else ()
    return render(request, "workspace/now/_already_told.html", {"told": told, "conversation": conversation})


@members
@require_POST
def use(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Put what we hold in the place of the sentence that asks for it; the draft is kept so."""
    conversation = find_conversation(request, conversation_id)
    body, key = request.POST.get("body", ""), request.POST.get("use", "")
    for one in pointed(already_told(conversation, body, request.user), moment()):
        if one.key == key:
            body = body.replace(one.sentence, one.instead, 1)
    keep_draft(conversation, body, by=request.user)
    return back_to(conversation)
