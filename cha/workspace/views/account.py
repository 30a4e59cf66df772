"""A member's own account: what they are called, how pages look to them, where they are signed in."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.core.errors import Invalid
from cha.team.adapter import keep_look
from cha.team.browsers import browser
from cha.team.models.member import change_member
from cha.ui.look import DENSITIES, THEMES
from cha.workspace.devices import ways
from cha.workspace.doors import MemberRequest, members
from cha.workspace.settings_page import saved, show, typed, wrong


@members
@require_http_methods(["GET", "POST"])
def account(request: MemberRequest) -> HttpResponse:
    """The page, and the saving of it."""
    if request.method != "POST":
        return _page(request)
    try:
        member = change_member(request.user, by=request.user, **_likes(request))
    except Invalid as error:
        return _page(request, status=422, form=typed(request), errors=wrong(error))
    return keep_look(saved("account"), member)


@members
@require_POST
def end_session(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Sign out one browser of one's own."""
    get_object_or_404(UserSession, pk=session_pk, user=request.user).end()
    return saved("account")


def _likes(request: MemberRequest) -> dict[str, Any]:
    post = request.POST
    zone, language = post.get("zone", ""), post.get("language", "en")
    if zone and zone not in available_timezones():
        raise Invalid(_("There is no time zone “%(zone)s”.") % {"zone": zone}, field="zone")
    return {
        "name": post.get("name", "").strip()[:120],
        "say_name": post.get("say_name", "").strip()[:80],
        "language": language if language in dict(settings.LANGUAGES) else "en",
        "zone": zone,
        "theme": post["theme"] if post.get("theme") in THEMES else "",
        "density": post["density"] if post.get("density") in DENSITIES else "",
        "single_keys": bool(post.get("single_keys")),
    }


def _page(request: MemberRequest, **more: Any) -> HttpResponse:
    member = request.user
    sessions = UserSession.objects.purge_and_list(member)
    context: dict[str, Any] = {
        "member": member,
        "form": {
            "name": member.name, "say_name": member.say_name, "language": member.language, "zone": member.zone,
            "theme": member.theme, "density": member.density, "single_keys": member.single_keys,
        },
        "languages": settings.LANGUAGES,
        "sessions": [(row, browser(row.user_agent), row.is_current()) for row in sessions],
        "ways": ways(member),
    }  # fmt: skip
    return show(request, "account/account.html", **{**context, **more})
