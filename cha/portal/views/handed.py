"""What a code at the counter opens: one conversation, on the phone that scanned it, once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from cha.channels.models import find_handing, take_over
from cha.conversations.private_link import private_path
from cha.core.errors import NotFound
from cha.portal.doors import see_other
from cha.portal.pages import customers, show
from cha.portal.views.rested import unknown_page


@require_http_methods(["GET", "HEAD", "POST"])
@customers
def handed(request: HttpRequest, token: str) -> HttpResponse:
    """Looking does not use the code up: the button does, and leads to the page about the conversation."""
    try:
        handing = find_handing(token)
    except NotFound:
        return unknown_page(request)
    if request.method == "POST" and take_over(handing):
        return see_other(private_path(handing.conversation))
    waits = request.method != "POST" and handing.waits
    return show(request, "handed", {"token": token, "waits": waits}, status=200 if waits else 410)
