"""Links that came by mail: to come in once, to prove an address, to say “that was not me”. Looking uses nothing up."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cha.core.errors import Invalid
from cha.team.ending import disown
from cha.team.letters import house, send_address_changed
from cha.team.models import brand
from cha.team.models.address import asked_for, take_address
from cha.team.models.device import disowned
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


@never_cache
@require_http_methods(["GET", "POST"])
def prove_address(request: HttpRequest, token: str) -> HttpResponse:
    """From now on a member signs in with the address that this link was mailed to. Raises NotFound."""
    if request.method != "POST":
        change = asked_for(token)
        return render(request, "workspace/account/prove_address.html", {"change": change, "house": house()})
    try:
        member, before = take_address(token)
    except Invalid as error:
        change = asked_for(token)
        context = {"change": change, "house": house(), "error": error.sentence}
        return render(request, "workspace/account/prove_address.html", context, status=error.status)
    send_address_changed(member, before)
    return render(request, "workspace/account/address_proved.html", {"member": member, "house": house()})


@never_cache
@require_http_methods(["GET", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody else signed in as a member: the button puts everybody out. Raises NotFound."""
    device = disowned(token)
    if request.method == "POST":
        disown(device)
        return render(request, "workspace/account/all_out.html", {"house": house()})
    return render(request, "workspace/account/not_me.html", {"device": device, "house": house()})
