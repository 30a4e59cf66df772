"""The list of people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import moment
from cha.workspace.people.rows import people
from cha.workspace.rail import rail


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """Everybody whose conversations may be seen, newest first; `q` narrows it, `before` goes on."""
    values = people(request.user, request.GET.get("q", "")[:500], request.GET.get("before", ""), moment())
    return render(request, "workspace/people/index.html", {**values, "rail": rail(request.user, "people")})
