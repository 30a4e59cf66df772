"""Every route. An app's own routes are in its `urls.py`; they join as the apps do."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthy(request: HttpRequest) -> HttpResponse:
    """Says that pages are made; for load balancers."""
    return HttpResponse("well\n", content_type="text/plain")


# Screens last: theirs are the short addresses.
SCREENS = ("cha.ui.urls", "cha.channels.urls", "cha.api.urls", "cha.portal.urls", "cha.demo.urls", "cha.workspace.urls")

handler400 = "cha.ui.errors.bad_request"
handler403 = "cha.ui.errors.forbidden"
handler404 = "cha.ui.errors.not_found"
handler500 = "cha.ui.errors.went_wrong"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthy", healthy, name="healthy"),
    # Ours first: where allauth's own pages would say less.
    path("account/", include("cha.team.urls")),
    path("account/", include("allauth.urls")),
    *(path("", include(name)) for name in SCREENS if find_spec(name)),
]
