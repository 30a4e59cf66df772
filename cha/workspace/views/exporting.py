"""The long list as a file to take along."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_POST

from cha.conversations.models.exporting import begin_export
from cha.core.clock import now
from cha.core.spreadsheet import sheet
from cha.workspace.crowd.asked import Asked
from cha.workspace.crowd.export import asked_fields, heading, pages
from cha.workspace.crowd.shelf import shelf
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import moment


@members
@require_POST
def create(request: MemberRequest) -> HttpResponse:
    """What the list shows now, as CSV, in pieces: other pages are answered in between."""
    asked, at, fields = Asked.of(request.POST, shelf(request.user)), moment(), asked_fields()
    begin_export(asked.wanted, by=request.user, on=request.user)
    pieces = sheet(heading(fields), pages(asked.wanted, request.user, at, fields))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="conversations-{now():%Y-%m-%d}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]
