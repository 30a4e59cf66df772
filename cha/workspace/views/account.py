"""A member's own account: what they are called, how pages look to them, where they are signed in."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.errors import Invalid
from cha.team import ending
from cha.team.adapter import keep_look
from cha.team.models.member import change_member
from cha.ui.look import DENSITIES, THEMES
from cha.workspace.devices import mail_address_link, places, ways
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
@require_GET
def sessions(request: MemberRequest) -> HttpResponse:
    """Where one is signed in."""
    return show(request, "account/sessions.html", places=places(request.user))


@members
@require_POST
def end_session(request: MemberRequest, session_pk: int) -> HttpResponse:
    """Sign out one browser of one's own."""
    ending.end_session(request.user, session_pk, by=request.user)
    return saved("sessions")


@members
@require_POST
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    """Sign out every browser of one's own but this one."""
    ending.end_sessions(request.user, by=request.user, keep=request.session.session_key or "")
    return saved("sessions")


@members
@require_POST
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def address(request: MemberRequest) -> HttpResponse:
    """Ask to sign in with another address: a link goes there, and counts when it comes back."""
    try:
        mail_address_link(request.user, request.POST.get("email", ""), by=request.user)
    except Invalid as error:
        return _page(request, status=422, wanted=request.POST.get("email", ""), errors=wrong(error))
    return _page(request, asked=request.POST.get("email", ""))


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
    context: dict[str, Any] = {
        "member": member,
        "form": {
            "name": member.name, "say_name": member.say_name, "language": member.language, "zone": member.zone,
            "theme": member.theme, "density": member.density, "single_keys": member.single_keys,
        },
        "languages": settings.LANGUAGES,
        "sessions": len(places(member)),
        "ways": ways(member),
    }  # fmt: skip
    return show(request, "account/account.html", **{**context, **more})
