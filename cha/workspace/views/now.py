"""Who needs us now, and why in this order."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.order import explained
from cha.workspace.now.page import moment, screen
from cha.workspace.now.rows import first_waiting
from cha.workspace.rail import rail


@members
def home(request: MemberRequest) -> HttpResponse:
    """The short address."""
    return redirect("now")


@members
@require_GET
def now(request: MemberRequest) -> HttpResponse:
    """The list, with whoever comes first open beside it."""
    return screen(request, first_waiting(request.user), show="list")


@members
@require_GET
def why(request: MemberRequest) -> HttpResponse:
    """Every place in the order, explained in words."""
    places = explained(request.user, moment())
    context = {"rail": rail(request.user, "now"), "places": places, "may_answer": request.user.answers}
    return render(request, "workspace/now/why.html", context)
