"""What we say and what happens: the forecast beside the truth."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.core.clock import now
from cha.workspace.calibration.page import page, told_ways
from cha.workspace.doors import MemberRequest, members
from cha.workspace.rail import rail


@members
@require_GET
def forecast(request: MemberRequest) -> HttpResponse:
    """Plots and sentences of the last week, four weeks or quarter (`?span=`). Numbers of the house, no persons."""
    values = page(now(), request.GET.get("span", ""))
    values |= {"rail": rail(request.user, "promises"), "told_ways": told_ways(values["ways"])}
    return render(request, "workspace/promises/forecast.html", values)
