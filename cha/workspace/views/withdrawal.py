"""Taking an answer back while it is held, and sending again what was not sent."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.channels.models import Delivery, retry_delivery
from cha.conversations.models import Conversation, Kind, Message, withdraw
from cha.core.errors import NotFound
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import back_to, say_done
from cha.workspace.now.writing import pending


@members
@require_POST
def create(request: MemberRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Undo: the words are the draft again, and the files are chosen again."""
    conversation = find_conversation(request, conversation_id)
    message = _message(conversation, message_id)
    files = list(message.attachments.values_list("id", flat=True))
    withdraw(message, by=request.user)
    tokens = [("files", file["token"]) for file in pending(files)]
    return back_to(conversation, f"?{urlencode(tokens)}" if tokens else "")


@members
@require_POST
def send_again(request: MemberRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Try again now to get it out."""
    conversation = find_conversation(request, conversation_id)
    message = _message(conversation, message_id)
    delivery = Delivery.objects.filter(message=message, state__in=["failed", "unsent"]).order_by("-id").first()
    if delivery is None:
        raise NotFound(_("There is nothing to send again."))
    retry_delivery(delivery, by=request.user)
    say_done(request, _("Trying again"))
    return back_to(conversation)


def _message(conversation: Conversation, message_id: int) -> Message:
    message = Message.objects.filter(pk=message_id, conversation=conversation).exclude(kind=Kind.HEARD).first()
    if message is None:
        raise NotFound(_("It has gone already, or was never here."))
    return message
