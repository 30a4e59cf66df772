"""A member's calendar of promises: what a calendar program fetches, and the page where its address stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from cha.core.errors import NotFound
from cha.core.limits import within
from cha.promises.models.standing_link import StandingLink, close_link, link_behind, open_link
from cha.workspace.doors import MemberRequest, members
from cha.workspace.promises.calendar import calendar_of
from cha.workspace.rail import rail

# An hour: a program asks every quarter of one, perhaps from a few devices.
MOST_FETCHED = 60
MOST_WRONG = 20


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address."""
    machine = request.META.get("REMOTE_ADDR", "")
    link = link_behind(token, StandingLink.Kind.CALENDAR)
    if link is None:
        return _too_often() if not within("feed-wrong", machine, MOST_WRONG) else _gone()
    if not within("feed", link.pk, MOST_FETCHED):
        return _too_often()
    with override(link.member.language or "en"):
        body = calendar_of(link.member, request.get_host(), lambda pk: _address(request, pk))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="promises.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@members
@require_http_methods(["GET", "POST"])
def calendar(request: MemberRequest) -> HttpResponse:
    """The address of one's own calendar: made, made anew, closed."""
    member = request.user
    link = StandingLink.objects.filter(kind=StandingLink.Kind.CALENDAR, member=member).first()
    if request.method == "POST":
        if request.POST.get("do") != "close":
            open_link(StandingLink.Kind.CALENDAR, by=member)
        elif link:
            close_link(link, by=member)
        response = HttpResponseRedirect(reverse("promise-calendar"))
        response.status_code = 303
        return response
    path = reverse("promise-feed", args=[link.token]) if link else ""
    values = {"address": request.build_absolute_uri(path) if path else "", "rail": rail(member, "promises")}
    return render(request, "workspace/promises/calendar.html", values)


def _address(request: HttpRequest, conversation_id: int) -> str:
    return request.build_absolute_uri(reverse("conversation", args=[conversation_id]))


def _gone() -> HttpResponse:
    raise NotFound(_("There is no such calendar, or its address was closed."))


def _too_often() -> HttpResponse:
    response = HttpResponse(_("Too often. Try again in an hour."), status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "3600"
    return response
