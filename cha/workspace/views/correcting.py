"""What was sent by a medium that can change it: said otherwise, or taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.channels.correcting import edits
from cha.conversations.models import Conversation, Message
from cha.conversations.models.correcting import edit_said, withdraw_said
from cha.core.errors import Invalid, NotFound
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, say_done


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Say it otherwise."""
    conversation = find_conversation(request, conversation_id)
    message = _message(conversation, message_id)
    values = {"conversation": conversation, "message": message}
    if request.method == "GET":
        return act(request, "correcting", values)
    try:
        edit_said(message, request.POST.get("body", ""), by=request.user, may=edits)
    except Invalid as error:
        return act(request, "correcting", {**values, "typed": request.POST}, error)
    say_done(request, _("Changed"))
    return back_to(conversation)


@members
@require_POST
def take_back(request: MemberRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Take it back."""
    conversation = find_conversation(request, conversation_id)
    withdraw_said(_message(conversation, message_id), by=request.user, may=edits)
    say_done(request, _("Taken back"))
    return back_to(conversation)


def _message(conversation: Conversation, message_id: int) -> Message:
    found = Message.objects.filter(pk=message_id, conversation=conversation).select_related("conversation").first()
    if found is None:
        raise NotFound(_("There is no such message."))
    return found
