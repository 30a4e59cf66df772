"""The first run: name the business, the first member, one way to be reached, and seeing yourself arrive."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cha.channels.models import Channel, add_channel
from cha.channels.models.payload import receive
from cha.core.actor import CHA
from cha.core.errors import Invalid, NotFound, Refused
from cha.live.hub import hub
from cha.team.first_run import code_fits, first_member, on_this_machine
from cha.team.models import Member, brand
from cha.team.models.brand import name_business
from cha.team.week_words import week_from_words, week_in_words
from cha.workspace.arriving import arrival, arrived, qr
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.places import zones
from cha.workspace.settings_page import SEE_OTHER, wrong
from cha.workspace.topics import live_token

USUAL = "Monday to Friday, 09:00 to 17:30"


View = Callable[[HttpRequest], HttpResponse]


def beginners(view: View) -> View:
    """Only while there is no member, for who is at this machine or shows the setup code. Raises NotFound, Refused."""

    @wraps(view)
    def enter(request: HttpRequest) -> HttpResponse:
        if Member.objects.exists():
            raise NotFound("The first run is over: somebody has set Cha up. Sign in, or ask them to let you in.")
        if not _may_begin(request):
            raise Refused("Open the link that “cha serve” printed: it carries the setup code.")
        return view(request)

    return enter


@never_cache
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Where the first run stands: its next step, or the door once it is over for whoever asks."""
    if request.user.is_authenticated and request.user.manages:
        return _page(request)
    if Member.objects.exists():
        return redirect("account_login")
    if code := request.GET.get("code"):
        request.session["first_run"] = code_fits(code)
        return redirect("first-run")
    if not _may_begin(request):
        return render(request, "workspace/first_run/code.html", status=403)
    return _page(request)


@beginners
@require_POST
def business(request: HttpRequest) -> HttpResponse:
    """Name the business: name, place, zone, hours in words."""
    post = request.POST
    try:
        week = week_from_words(post.get("week", ""))
        place = post.get("place", "").strip()[:60]
        name_business(by=CHA, name=post.get("name", ""), zone=post.get("zone", ""), place=place, week=week)
    except Invalid as error:
        return _page(request, status=422, form=post.dict(), errors=wrong(error), step=1)
    return _next()


@beginners
@require_POST
def you(request: HttpRequest) -> HttpResponse:
    """The first member, an owner, signed in at once."""
    post = request.POST
    try:
        name, say_name = post.get("member_name", "")[:120], post.get("say_name", "")[:80]
        member = first_member(post.get("email", ""), name, say_name=say_name)
    except Invalid as error:
        return _page(request, status=422, form=post.dict(), errors=wrong(error), step=2)
    record_authentication(request, member, "first_run")
    response: HttpResponse = perform_login(request, member, redirect_url=reverse("first-run"))
    return response


@managers
@require_POST
def address(request: MemberRequest) -> HttpResponse:
    """One way to be reached."""
    try:
        add_channel("email", request.POST.get("address", ""), by=request.user)
    except Invalid as error:
        return _page(request, status=422, form=request.POST.dict(), errors=wrong(error), step=3)
    return _next()


@managers
@require_POST
def hello(request: MemberRequest) -> HttpResponse:
    """Write to oneself from this page, while no mail leads here yet: a mail like any other."""
    channel = Channel.objects.filter(medium="email").first()
    if channel is None:
        raise Invalid("Add an address first.", field="address")
    words = request.POST.get("words", "").strip() or "Hello, it is me."
    receive([arrival(channel, words[:2000], sender=request.user)])
    return _next()


def _may_begin(request: HttpRequest) -> bool:
    return bool(request.session.get("first_run")) or on_this_machine(request.META["REMOTE_ADDR"], request.get_host())


def _next() -> HttpResponse:
    response = redirect("first-run")
    response.status_code = SEE_OTHER
    return response


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    after = hub.heard_from
    face, owner = brand(), request.user if request.user.is_authenticated else None
    channel = Channel.objects.filter(medium="email").order_by("pk").first()
    step = 1 + sum(1 for done in (face, face and owner, owner and channel) if done)
    context: dict[str, Any] = {
        "brand": face,
        "week": week_in_words(face.week) if face else "",
        "usual": USUAL,
        "owner": owner,
        "channel": channel,
        "step": step,
        "zones": zones() if step == 1 or more.get("step") == 1 else [],
        "relay": bool(settings.CHA_RELAY),
        "mail_server": settings.CHA_MAIL_SERVER,
        "form": {},
        "errors": {},
    }
    if owner and channel:
        here = arrived(channel, owner)
        context |= {"qr": qr(channel.address), "live_topics": live_token(owner), "live_after": after, "arrived": here}
        context["step"] = 5 if here else 4
    return render(request, "workspace/first_run/welcome.html", {**context, **more}, status=status)
