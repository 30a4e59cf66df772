"""The two steps of a browser: to the business's own sign-in, and back."""

from __future__ import annotations

import hmac
import time

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cha.core.errors import ChaError, NotFound, Refused
from cha.team.sso import client
from cha.team.sso.coming_in import who_comes
from cha.team.sso.provider import Provider

KEPT = "cha_sso"
METHOD = "sso"
# Seconds that somebody may take at the other side.
LASTS = 60 * 10


@never_cache
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """To the business's own sign-in."""
    provider = _provider()
    if not ratelimit.consume(request, action="login"):
        return render(request, "429.html", status=429)
    try:
        begun = client.start(provider, _callback())
    except ChaError as error:
        return _refused(request, error)
    following = request.GET.get("next", "")
    request.session[KEPT] = {
        "state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "at": time.time(), "next": following,
    }  # fmt: skip
    return redirect(begun.url)


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """From there: in, or a page that says why not."""
    provider = _provider()
    kept = request.session.pop(KEPT, {})
    try:
        _must_be_the_answer(request, provider, kept)
        code = request.GET.get("code", "")
        claims = client.finish(provider, _callback(), code, nonce=kept["nonce"], verifier=kept["verifier"])
        member = who_comes(provider, claims)
    except ChaError as error:
        return _refused(request, error)
    record_authentication(request, member, METHOD)
    safe = url_has_allowed_host_and_scheme(kept["next"], {request.get_host()}, require_https=request.is_secure())
    response: HttpResponse = perform_login(request, member, redirect_url=kept["next"] if safe else "/")
    return response


def _must_be_the_answer(request: HttpRequest, provider: Provider, kept: dict[str, object]) -> None:
    state = request.GET.get("state", "")
    at = kept.get("at", 0.0)
    fresh = isinstance(at, float) and time.time() - at < LASTS
    if not fresh or not hmac.compare_digest(str(kept["state"]).encode(), state.encode()):
        raise Refused("That took too long, or began elsewhere. Please begin again.", code="sso_state")
    if request.GET.get("iss", provider.issuer).rstrip("/") != provider.issuer.rstrip("/"):
        raise Refused("Another sign-in than yours answered.", code="sso_issuer")
    if "error" in request.GET or not request.GET.get("code"):
        raise Refused("Your sign-in did not let you through.", code="sso_denied")


def _provider() -> Provider:
    provider: Provider | None = settings.CHA_SSO
    if provider is None:
        raise NotFound("There is no single sign-on here.")
    return provider


def _callback() -> str:
    return str(settings.CHA_PUBLIC_URL) + reverse("sso-back")


def _refused(request: HttpRequest, error: ChaError) -> HttpResponse:
    return render(request, "account/sso_refused.html", {"error": error}, status=error.status)
