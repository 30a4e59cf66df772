"""One route for all of the API. What is behind it is imported when it is first asked for: most installs never ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def api(request: HttpRequest) -> HttpResponse:
    """Everything below /api. No cookie counts here, so there is nothing to forge a request for."""
    from cha.api.door import answer

    return answer(request)


urlpatterns: list[URLPattern] = [re_path(r"^api(?:/[\s\S]*)?$", api, name="api")]
