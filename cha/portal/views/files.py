"""One file by its link: for whoever was sent it in a mail that it was too large for."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from cha.conversations.file_link import open_file_link
from cha.core import files
from cha.portal.pages import keep_private


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
