"""What mails lead to beside a conversation: one file that was too large, and the picture that says a mail was read."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cha.conversations.file_link import open_file_link
from cha.core import files
from cha.portal.pages import keep_private
from cha.promises.opens import note_opened, opened_message

PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


@require_safe
def kept_file(request: HttpRequest, token: str) -> FileResponse:
    """The file, to be saved. It can run nothing on this origin, and opens nothing else. Raises NotFound."""
    row = open_file_link(token)
    response = FileResponse(
        files.open_file(row.digest), as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    keep_private(response)
    return response


@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """A picture that cannot be seen; fetching it says that a mail was read, where its person agreed."""
    note_opened(opened_message(token))
    return keep_private(HttpResponse(PIXEL, content_type="image/gif"))
