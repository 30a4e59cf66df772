"""For you: what needs one, or was meant for one; and where it may reach one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cha.core.errors import Invalid
from cha.notifications.models import (
    PushBrowser,
    choose,
    count_again,
    drop_push,
    hold,
    inbox,
    let_go,
    new_for,
    push_keys,
    read_them,
    take_push,
)
from cha.team.browsers import browser
from cha.workspace.doors import MemberRequest, members
from cha.workspace.foryou import choices
from cha.workspace.foryou.inbox import shown
from cha.workspace.now.page import moment
from cha.workspace.rail import rail
from cha.workspace.settings_page import saved, wrong
from cha.workspace.topics import live_token

# What browsers on phones say of themselves, and no other (RFC 9110 leaves it to habit).
PHONE = "Mobi"


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """The new ones, all of them, or the thank-yous; beside them what may reach one."""
    return _page(request)


def _page(request: MemberRequest, status: int = 200, **more: Any) -> HttpResponse:
    member, show = request.user, request.GET.get("show", "")
    new = new_for(member)
    if new != member.for_you:
        count_again(member)
    found = shown(member, moment(), show, request.GET.get("before", ""))
    values = {
        "inbox": found,
        "show": show,
        "segments_of": _segments(show, new),
        "saved": "saved" in request.GET,
        "errors": {},
        "me": member,
        "live_topics": live_token(member),
        "live_after": request.heard_from,
        **choices.context(member, more.pop("reach", None)),
        **more,
        "rail": rail(member, "bell"),
    }
    return render(request, "workspace/foryou/page.html", values, status=status)


def _segments(show: str, new: int) -> list[tuple[str, str, bool]]:
    page = reverse("for-you")
    first = _("New, %(num)s") % {"num": new} if new else _("New")
    return [
        (first, page, show not in ("all", "thanks")),
        (_("All"), f"{page}?show=all", show == "all"),
        (_("Thank-yous"), f"{page}?show=thanks", show == "thanks"),
    ]


@members
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """All of them are read."""
    read_them(list(inbox(request.user).filter(read_at=None)), by=request.user)
    return _back()


@members
@require_POST
def read_one(request: MemberRequest, notification_id: int) -> HttpResponse:
    """One of them is read."""
    read_them([get_object_or_404(inbox(request.user), pk=notification_id)], by=request.user)
    return _back()


@members
@require_POST
def choosing(request: MemberRequest) -> HttpResponse:
    """Keep what one chose; what was typed stays where it is not taken."""
    given = choices.chosen(request.POST.dict(), request.user)
    try:
        choose(request.user, by=request.user, **given)
    except Invalid as error:
        return _page(request, 422, errors=wrong(error), reach=choices.typed(request.user, given))
    return saved("for-you")


@members
@require_POST
def holding(request: MemberRequest) -> HttpResponse:
    """An hour of peace; `end` ends it before."""
    (let_go if request.POST.get("end") else hold)(request.user, by=request.user)
    return saved("for-you")


@members
@require_GET
def push_key(request: MemberRequest) -> HttpResponse:
    """The public key that a browser asks its push service with; made at first use."""
    return HttpResponse(push_keys().public, content_type="text/plain")


@members
@require_POST
def browsers(request: MemberRequest) -> HttpResponse:
    """Let this browser take push messages."""
    post, agent = request.POST, request.headers.get("User-Agent", "")
    try:
        take_push(
            request.user,
            post.get("endpoint", ""),
            p256dh=post.get("p256dh", ""),
            auth=post.get("auth", ""),
            device="phone" if PHONE in agent else "screen",
            label=browser(agent),
            by=request.user,
        )
    except Invalid as error:
        return HttpResponse(error.sentence, status=error.status, content_type="text/plain")
    return saved("for-you")


@members
@require_POST
def browser_removal(request: MemberRequest, browser_id: int) -> HttpResponse:
    """No push there any more."""
    drop_push(get_object_or_404(PushBrowser, pk=browser_id, member=request.user), by=request.user)
    return saved("for-you")


def _back() -> HttpResponse:
    response = redirect("for-you")
    response.status_code = 303
    return response
