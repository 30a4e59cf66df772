"""What the demo's stand-in payments gave back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cha.core.clock import now
from cha.demo.doors import in_the_demo
from cha.demo.payments import paid
from cha.language.times import said
from cha.team.models import brand


@require_GET
@in_the_demo
def payments_page(request: HttpRequest) -> HttpResponse:
    """Every payment, newest first."""
    face = brand()
    zone, at = face.zone if face else "UTC", now()
    rows = [(one, one.amount.said("en"), said(one.at, now=at, zone=zone, language="en")) for one in paid()]
    return render(request, "demo/payments.html", {"rows": rows})
