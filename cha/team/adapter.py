"""How allauth signs members in here: nobody signs up, and our pages say things themselves."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cha.team.models import Member
from cha.ui.look import DENSITY_COOKIE, KEYS_COOKIE, THEME_COOKIE

YEAR = 60 * 60 * 24 * 365


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter for members."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Members are invited by an owner or a manager; there is no public way to become one."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that follows says it; a pile of messages in a cookie says it too late."""

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        """Lead in, and let this browser look the way the member likes it."""
        response = cast("HttpResponse", super().post_login(request, user, **kwargs))
        return keep_look(response, user)


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
