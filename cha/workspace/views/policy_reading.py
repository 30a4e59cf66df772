"""The policy, for everybody who answers to read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.workspace.doors import MemberRequest, members
from cha.workspace.policies.reading import reading
from cha.workspace.rail import rail


@members
@require_GET
def policy(request: MemberRequest) -> HttpResponse:
    """Who may give what here, and how far one may go oneself."""
    values = {"rail": rail(request.user, "policy"), **reading(request.user)}
    return render(request, "workspace/policies/reading.html", values)
