"""Coming in by a one-time link: looking uses nothing up, the button does."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cha.team.models import brand
from cha.team.models.sign_in_link import use_sign_in_link, who_comes_by


@never_cache
@require_http_methods(["GET", "POST"])
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether it is them, then sign them in. Raises NotFound for a link that has rested."""
    if request.method != "POST":
        face = brand()
        context = {"member": who_comes_by(token), "house": face.called if face else ""}
        return render(request, "workspace/account/come_in.html", context)
    member = use_sign_in_link(token)
    record_authentication(request, member, "one_time_link")
    response: HttpResponse = perform_login(request, member, redirect_url="/")
    return response
