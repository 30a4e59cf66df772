"""What came in and could not be read: read it again, look at it, or dismiss it. Only for who sees everything."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cha.channels.models import Payload
from cha.channels.pipeline.reading import dismiss, read_again
from cha.conversations.access import sees_all
from cha.core.errors import NotFound, Refused
from cha.core.ids import encode
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import seat_needed

ALONE: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"


@members
@require_POST
def readings(request: MemberRequest, payload_id: int) -> HttpResponse:
    """Read it once more."""
    read_again(_find(request, payload_id), by=request.user)
    messages.success(request, _("It is read again now. If it works, it stands under Now."))
    return see("failures")


@members
@require_POST
def dismissal(request: MemberRequest, payload_id: int) -> HttpResponse:
    """Somebody has looked: nobody needs to read it."""
    dismiss(_find(request, payload_id), by=request.user)
    messages.success(request, _("Dismissed. Its bytes are kept."))
    return see("failures")


@members
@require_GET
def raw(request: MemberRequest, payload_id: int) -> HttpResponse:
    """The bytes as they came, to save as a file: never shown by the browser."""
    return _saved(_find(request, payload_id))


@members
@require_GET
def of_message(request: MemberRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """The mail that a message came as, for who sees the conversation. Raises NotFound."""
    conversation = find_conversation(request, conversation_id)
    message = conversation.messages.filter(pk=message_id).exclude(payload_id=None).first()
    payload = Payload.objects.filter(pk=message.payload_id or 0).first() if message else None
    if payload is None:
        raise NotFound(_("There is no such mail, or it is not yours to see."))
    return _saved(payload)


def _saved(payload: Payload) -> HttpResponse:
    response = HttpResponse(payload.content(), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{encode(payload.pk)}.eml"'
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _find(request: MemberRequest, payload_id: int) -> Payload:
    """A payload, for somebody who sees everything and may answer. Raises NotFound, Refused."""
    payload = Payload.objects.filter(pk=payload_id).first() if sees_all(request.user) else None
    if payload is None:
        raise NotFound(_("There is no such mail, or it is not yours to see."))
    if not request.user.answers:
        raise Refused(seat_needed())
    return payload
