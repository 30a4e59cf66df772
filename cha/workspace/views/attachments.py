"""Files that came with messages, and mails as they were sent: never as part of our own pages."""

from __future__ import annotations

from typing import Final

from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from cha.channels.email.reading import show_images
from cha.conversations.access import visible_to
from cha.conversations.models import Attachment, Message
from cha.core import files
from cha.core.errors import NotFound
from cha.workspace.doors import MemberRequest, find_conversation, members

SALT: Final = "cha.workspace.picture"
LASTS: Final = 60 * 60
ALONE: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
PAGE: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
GONE: Final = "There is no such file, or it is not yours to see."


@require_GET
def show(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """A file to keep; a picture to look at. `key` opens one picture to the frame that a mail is shown in.

    That frame has an origin of its own and no cookies, so it is given a signed address that lasts an hour.
    """
    if _is_key(request.GET.get("key", ""), attachment_id):
        return _sent(Attachment.objects.filter(pk=attachment_id).first())
    return _to_member(request, attachment_id)


def _to_member(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    def found(request: MemberRequest) -> HttpResponse:
        row = Attachment.objects.filter(pk=attachment_id, message__conversation__in=visible_to(request.user)).first()
        return _sent(row)  # type: ignore[return-value]

    return members(found)(request)


def _is_key(key: str, attachment_id: int) -> bool:
    try:
        return bool(key) and signing.loads(key, salt=SALT, max_age=LASTS) == attachment_id
    except signing.BadSignature:
        return False


def _sent(row: Attachment | None) -> HttpResponseBase:
    if row is None:
        raise NotFound(GONE)
    response = FileResponse(
        files.open_file(row.digest),
        as_attachment=not row.is_picture,
        filename=row.name.replace("/", "_") or "file",
        content_type=row.content_type if row.is_picture else "application/octet-stream",
    )
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin" if row.is_picture else "same-origin"
    return response


@members
@require_GET
def as_sent(request: MemberRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """A mail's own look: cleaned, in a sandbox, without scripts; pictures from elsewhere only with `pictures`."""
    conversation = find_conversation(request, conversation_id)
    message = Message.objects.filter(pk=message_id, conversation=conversation).exclude(html="").first()
    if message is None:
        raise NotFound(GONE)
    # A picture from elsewhere could carry away what was sealed (EFAIL).
    remote = bool(request.GET.get("pictures")) and not message.extra.get("unsealed")
    shown = show_images(message.html, remote=remote, files=_pictures(message))
    response = HttpResponse(f'<!doctype html><meta charset="utf-8"><base target="_blank"><style>{LOOK}</style>{shown}')
    response["Content-Security-Policy"] = PAGE.format(pictures="'self' https: http:" if remote else "'self'")
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response


LOOK: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:12px;color:#1b1b1b;background:#fff;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}table{max-width:100%}"
)


def _pictures(message: Message) -> dict[str, str]:
    """The mail's own pictures by their Content-ID, each with a signed address."""
    rows = Attachment.objects.filter(message=message).exclude(content_id="")
    return {
        row.content_id: f"{reverse('attachment', args=[row.pk])}?key={signing.dumps(row.pk, salt=SALT)}"
        for row in rows
        if row.is_picture
    }
