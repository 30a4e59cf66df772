"""What we gave, and did it help: the page, and the same as a file."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from cha.core.spreadsheet import sheet
from cha.resolutions.remedies.given.taking_along import take_along
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import moment
from cha.workspace.rail import rail
from cha.workspace.remedies.listed import file_heading, in_file
from cha.workspace.remedies.page import SPANS, page, span_of


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """Figures of a span (`?span=`), looked at `by` something; with `all`, one by one. Only what may be seen."""
    values = page(request.user, moment(), request.GET.dict())
    return render(request, "workspace/remedies/given.html", {**values, "rail": rail(request.user, "given")})


@members
@require_POST
def file(request: MemberRequest) -> HttpResponse:
    """One by one as CSV, in pieces: other pages are answered in between."""
    at = moment()
    span, since = span_of(request.POST.get("span", ""), at.at)
    take_along(by=request.user, on=request.user, days=SPANS[span])
    pieces = sheet(file_heading(), in_file(request.user, since, at))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="given-{at.at:%Y-%m-%d}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]
