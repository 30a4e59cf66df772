"""The pattern page: every component in every state, what screenshots and axe run over."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cha.ui import patterns as shown


def patterns(request: HttpRequest) -> HttpResponse:
    """Show the components; only to members, in a demo and while developing."""
    if not (settings.DEBUG or getattr(settings, "CHA_DEMO", False) or _is_member(request)):
        raise Http404
    return render(request, "ui/patterns.html", shown.context(), using="jinja2")


def _is_member(request: HttpRequest) -> bool:
    member = getattr(request, "user", None)
    return bool(member is not None and member.is_authenticated)
