"""A link to one file and nothing else: signed, expiring, revocable. For files too large to go along in a mail."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core import signing

from cha.conversations.models import Attachment, Kind
from cha.conversations.private_link import LASTS, last_day
from cha.core.errors import NotFound

SALT = "cha.conversations.file-link"
LEAVES = (Kind.SAID, Kind.PASSED)


def file_url(attachment: Attachment) -> tuple[str, date]:
    """The address of a link made now, and the last day on which it opens. The file is on a message that goes out."""
    assert attachment.message  # noqa: S101 - what waits in a draft has no link
    token = signing.dumps([attachment.pk, attachment.message.conversation.link_series], salt=SALT)
    return f"{settings.CHA_PUBLIC_URL.rstrip('/')}/files/{token}", last_day()


def open_file_link(token: str) -> Attachment:
    """The file that a link opens. Raises NotFound for one that is not ours, has rested, or was revoked."""
    gone = NotFound("This link has rested. Ask us for the file again.", code="no_such_file")
    try:
        pk, series = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise gone from error
    rows = Attachment.objects.select_related("message__conversation").filter(pk=pk, message__kind__in=LEAVES)
    found = rows.exclude(message__delivery="held").first()
    if found is None or found.message is None or found.message.conversation.link_series != series:
        raise gone
    return found
