"""The wall: for members who signed in, and for a screen by a signed link; and where such links are made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cha.core.errors import Invalid, NotFound, TooMany
from cha.core.limits import within
from cha.live.hub import hub
from cha.live.tokens import sign
from cha.promises.models.standing_link import StandingLink, close_link, link_behind, open_link
from cha.team.models import Member, brand
from cha.workspace.doors import MemberRequest, managers, members
from cha.workspace.promises.wall import wall
from cha.workspace.settings_page import show, wrong
from cha.workspace.topics import WALL, link_subject, subject_of

MOST_WRONG = 20
Kind = StandingLink.Kind


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """The wall of what one may see oneself."""
    return _wall(request, request.user, subject_of(request.user.pk))


@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The wall for a screen that nobody has signed in on."""
    link = link_behind(token, Kind.WALL)
    if link is None:
        if not within("wall-wrong", request.META.get("REMOTE_ADDR", ""), MOST_WRONG):
            raise TooMany(_("Too often. Try again in an hour."))
        raise NotFound(_("There is no such screen, or its address was closed."))
    face = brand()
    with override(face.language if face and face.language else "en"):
        response = _wall(request, link.member, link_subject(link.pk))
    response["X-Robots-Tag"] = "noindex"
    return response


def _wall(request: HttpRequest, member: Member, subject: str) -> HttpResponse:
    after = hub.heard_from
    hub.expect(WALL)
    values = {**wall(member), "live_topics": sign([WALL], subject), "live_after": after}
    response = render(request, "workspace/promises/wall.html", values)
    response["Cache-Control"] = "private, no-store"
    return response


@managers
@require_http_methods(["GET", "POST"])
def seen(request: MemberRequest) -> HttpResponse:
    """What others see of our promises: screens on the wall, and the page for everybody."""
    if request.method == "GET":
        return _page(request)
    public = StandingLink.objects.filter(kind=Kind.PUBLIC).first()
    try:
        if "wall" in request.POST:
            open_link(Kind.WALL, by=request.user, name=request.POST.get("name", ""))
        elif request.POST.get("public") and not public:
            open_link(Kind.PUBLIC, by=request.user)
        elif public and not request.POST.get("public"):
            close_link(public, by=request.user)
    except Invalid as error:
        return _page(request, status=error.status, errors=wrong(error))
    return _back()


@managers
@require_POST
def close(request: MemberRequest, link_id: int) -> HttpResponse:
    """A screen shows nothing from now on."""
    link = StandingLink.objects.filter(pk=link_id, kind=Kind.WALL).first()
    if link:
        close_link(link, by=request.user)
    return _back()


def _page(request: MemberRequest, *, status: int = 200, **context: object) -> HttpResponse:
    links = list(StandingLink.objects.exclude(kind=Kind.CALENDAR).select_related("member").order_by("pk"))
    screens = [
        (link, request.build_absolute_uri(reverse("wallboard-screen", args=[link.token])))
        for link in links
        if link.kind == Kind.WALL
    ]
    values = {
        "screens": screens,
        "public": any(link.kind == Kind.PUBLIC for link in links),
        "page": request.build_absolute_uri(reverse("kept-promises")),
    }
    return show(request, "promises/seen.html", status=status, **values, **context)


def _back() -> HttpResponse:
    response = HttpResponseRedirect(reverse("settings-promises") + "?saved")
    response.status_code = 303
    return response
