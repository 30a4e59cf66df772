"""Who may look into the demo's mailbox: whoever sits at this machine, and members who have signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from cha.core.errors import NotFound

P = ParamSpec("P")


def in_the_demo(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may look. Raises NotFound when this is not the demo."""

    @wraps(view)
    def enter(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.CHA_DEMO:
            raise NotFound("There is no such page. The mailbox belongs to the demo: cha serve --demo.")
        if at_this_machine(request) or (request.user.is_authenticated and request.user.is_active):
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return enter


def at_this_machine(request: HttpRequest) -> bool:
    """Whether the request comes from this machine itself, through no proxy."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
