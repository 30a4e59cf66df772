"""All conversations, whosever turn it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.crowd import crowd
from cha.workspace.now.page import moment
from cha.workspace.rail import rail
from cha.workspace.topics import live_token


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """A long list, newest words first, by state."""
    values = crowd(request.user, request.GET.get("state", ""), request.GET.get("before", ""), moment())
    return render(
        request,
        "workspace/now/all.html",
        {**values, "rail": rail(request.user, "all"), "live_topics": live_token(request.user)},
    )
