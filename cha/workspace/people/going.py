"""Where a page leads after something was done."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse


def see(name: str, *args: object, place: str = "") -> HttpResponse:
    """Show the named page (303), at `place` (an element's id) of it."""
    response = HttpResponseRedirect(reverse(name, args=args or None) + (f"#{place}" if place else ""))
    response.status_code = 303
    return response
