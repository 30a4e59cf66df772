"""All conversations: a long list by view, narrowed by filters, a page at a time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.workspace.crowd.screen import long_list, rows_stream, wants_stream
from cha.workspace.doors import MemberRequest, members


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """The list with its views and filters, or only the next rows where a stream is asked for."""
    if wants_stream(request):
        return rows_stream(request)
    return render(request, "workspace/crowd/page.html", long_list(request))
