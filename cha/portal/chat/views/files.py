"""Files in a chat: sent by the visitor, and fetched again."""

from __future__ import annotations

from typing import Any, Final

from django.core import signing
from django.http import FileResponse
from django.utils.translation import gettext as _

from cha.conversations.models import Attachment
from cha.core import files
from cha.core.errors import NotFound
from cha.portal.chat.doors import Door, chat
from cha.portal.chat.limits import HOUR
from cha.portal.chat.showing import FILE_SALT
from cha.portal.chat.taking import take_file

ALONE: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"


@chat("PUT")
def take(door: Door) -> tuple[int, dict[str, Any]]:
    """Take in one file."""
    return 201, take_file(door)


@chat("GET", known=False)
def show(door: Door, token: str) -> FileResponse:
    """A file of a message, to whoever was shown it within the hour; a picture to look at, anything else to keep."""
    try:
        pk = signing.loads(token, salt=FILE_SALT, max_age=HOUR)
    except (signing.BadSignature, ValueError, TypeError):
        pk = 0
    rows = Attachment.objects.filter(pk=pk).exclude(message=None).exclude(message__delivery="held")
    row = rows.filter(message__kind__in=("heard", "said", "acknowledged")).first()
    if row is None:
        raise NotFound(_("There is no such file here."))
    response = FileResponse(
        files.open_file(row.digest),
        as_attachment=not row.is_picture,
        filename=row.name.replace("/", "_") or "file",
        content_type=row.content_type if row.is_picture else "application/octet-stream",
    )
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
