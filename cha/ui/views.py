"""The pattern page: every component in every state, what screenshots and axe run over."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cha.ui import patterns as shown


def patterns(request: HttpRequest) -> HttpResponse:
    """Show the components; only to members, in a demo and while developing."""
    _only_inside(request)
    return render(request, "ui/patterns.html", shown.context(), using="jinja2")


def customer_patterns(request: HttpRequest) -> HttpResponse:
    """Show what customers see, in the colours of the demo's shop; to the same readers."""
    _only_inside(request)
    return render(request, "ui/patterns-customer.html", shown.customer_context(), using="jinja2")


def _only_inside(request: HttpRequest) -> None:
    member = getattr(request, "user", None)
    inside = member is not None and member.is_authenticated
    if not (settings.DEBUG or getattr(settings, "CHA_DEMO", False) or inside):
        raise Http404
