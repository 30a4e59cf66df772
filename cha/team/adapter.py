"""How allauth signs members in here: nobody signs up, and our pages say things themselves."""

from __future__ import annotations

import secrets
import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cha.team.browsers import browser, shortened
from cha.team.forms import PASSING
from cha.team.letters import send_change, send_new_device
from cha.team.models import Member
from cha.team.models.device import disowning, meet_device
from cha.ui.look import DENSITY_COOKIE, KEYS_COOKIE, THEME_COOKIE

# What lets in where single sign-on is the only way: it, and a link, for when it is down.
ONLY = ("sso", "one_time_link")
DEVICE_COOKIE = "cha_device"
YEAR = 60 * 60 * 24 * 365
# For whom has nothing to prove themselves with but having come in: seconds since they did.
LATELY = 60 * 15
LATELY_METHOD = "came_lately"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter for members."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Members are invited by an owner or a manager; there is no public way to become one."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that follows says it; a pile of messages in a cookie says it too late."""

    def send_notification_mail(self, template_prefix: str, user: Member, *args: Any, **kwargs: Any) -> None:
        """Tell a member by mail that how they sign in was changed, and where from."""
        where = browser(self.request.headers.get("User-Agent", ""))
        send_change(user, template_prefix.rpartition("/")[2], where)

    def get_reauthentication_methods(self, user: Member) -> list[dict[str, Any]]:
        """allauth's ways to say that it is oneself; the passkey first, as it is the least work."""
        return sorted(super().get_reauthentication_methods(user), key=lambda way: not way["id"].endswith("webauthn"))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Always. Who has no password and no second step proves it by having come in lately."""
        if not get_reauthentication_flows(self.request.user):
            if not came_lately(self.request):
                raise ImmediateHttpResponse(render(self.request, "account/come_again.html", status=403))
            # It still counts once there is a second step: whoever adds one is not asked for it at once.
            record_authentication(self.request, self.request.user, LATELY_METHOD, reauthenticated=True)
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse | None:
        """Where the business's own sign-in is the only way, others lead back to the door; a one-time link is kept."""
        records = get_authentication_records(request, user)
        method = records[-1]["method"] if records else ""
        if settings.CHA_SSO and settings.CHA_SSO.only and method not in ONLY:
            return redirect(f"{reverse('account_login')}?only=1")
        return cast("HttpResponse | None", super().pre_login(request, user, **kwargs))

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        """Lead in, and let this browser look the way the member likes it."""
        response = cast("HttpResponse", super().post_login(request, user, **kwargs))
        if request.session.pop(PASSING, False):
            request.session.set_expiry(0)
        self._meet(request, response, user)
        return keep_look(response, user)

    def _meet(self, request: HttpRequest, response: HttpResponse, member: Member) -> None:
        """Remember this browser; the member is told of one that they never came from."""
        token = request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(24)
        name = browser(request.headers.get("User-Agent", ""))
        device = meet_device(member, token, name)
        if device is not None:
            link = settings.CHA_PUBLIC_URL + disowning(device)
            send_new_device(member, name, shortened(self.get_client_ip(request)), link)
        response.set_cookie(
            DEVICE_COOKIE, token, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS, path="/"
        )


def came_lately(request: HttpRequest) -> bool:
    """Whether this browser's member came in less than a quarter of an hour ago."""
    records = get_authentication_records(request, request.user)
    came = [record["at"] for record in records if record["method"] != LATELY_METHOD]
    return bool(came) and time.time() - came[-1] < LATELY


def keep_look(response: HttpResponse, member: Member) -> HttpResponse:
    """Write a member's theme, density, keys and language to the cookies that `cha.ui.look` and Django read."""
    wanted = {
        THEME_COOKIE: member.theme,
        DENSITY_COOKIE: member.density,
        KEYS_COOKIE: "" if member.single_keys else "off",
        settings.LANGUAGE_COOKIE_NAME: member.language,
    }
    for name, value in wanted.items():
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response
