"""Asking for a link, and coming in by one: the same words whether we know an address or not."""

from __future__ import annotations

import difflib
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cha.channels.email.answering import answers_to
from cha.conversations.private_link import open_link
from cha.core.clock import now
from cha.core.errors import Invalid, NotFound
from cha.language.times import said
from cha.portal.doors import let_in, let_out, see_other
from cha.portal.limits import LINKS_PER_ADDRESS, LINKS_PER_MACHINE, within
from cha.portal.models.way_in import LASTS, OPENS_FOR, WayIn, close_all, find_way_in, use_way_in
from cha.portal.pages import customers, show
from cha.portal.sending import send_way_in
from cha.portal.telling import ask_for_link
from cha.portal.views.rested import masked, unknown_page

COOKIE = "cha_asked"
SALT = "cha.portal.asked"
HOUR = 60 * 60
USUAL = (
    "gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me", "gmx.de", "web.de",
    "gmx.net", "telenet.be", "skynet.be", "proximus.be", "ziggo.nl", "kpnmail.nl", "orange.fr", "free.fr",
    "laposte.net", "example.org", "example.com",
)  # fmt: skip
MINUTES = int(OPENS_FOR.total_seconds() // 60)


def ask_page(
    request: HttpRequest, *, typed: str = "", error: str = "", guess: str = "", status: int = 200
) -> HttpResponse:
    """Where one asks for a link, with what was typed and what is near right when it was not taken."""
    context = {"typed": typed, "error": error, "guess": guess, "left": "left" in request.GET}
    return show(request, "ask", context, status=status)


def take_address(request: HttpRequest) -> HttpResponse:
    """An address was typed, or the one asked for before is asked for again."""
    typed = request.POST.get("to", _asked(request).get("address", ""))[:320].strip()
    try:
        must_be_address(typed)
    except Invalid as error:
        return ask_page(request, typed=typed, error=error.sentence, guess=str(error.details["near"]), status=422)
    if not may_ask(request, typed.lower()):
        return ask_page(request, typed=typed, error=too_often(), status=429)
    send_way_in.enqueue(typed, get_language() or "en")
    return look_in_mail(masked(typed), {"address": typed})


def must_be_address(typed: str) -> None:
    """Raises Invalid in words when it cannot be an e-mail address; `near` is the nearest usual one, or ""."""
    local, sign, domain = typed.rpartition("@")
    if not sign or not local or " " in typed or not typed.isprintable():
        raise Invalid(_("This does not look like an e-mail address."), field="to", near="")
    if "." not in domain.strip("."):
        near = difflib.get_close_matches(domain.lower(), USUAL, n=1, cutoff=0.5)
        raise Invalid(_("Something is missing after the @."), field="to", near=near[0] if near else "")


def too_often() -> str:
    """The words for whoever asked three times."""
    return _("That was three times in an hour. Please wait a little, or call us.")


def may_ask(request: HttpRequest, who: str) -> bool:
    """Count one more link that is asked for; False where that is too many."""
    machine = within("link-from", request.META.get("REMOTE_ADDR", ""), LINKS_PER_MACHINE)
    return within("link", who, LINKS_PER_ADDRESS) and machine


def look_in_mail(address: str, more: dict[str, str]) -> HttpResponse:
    """On to “Look in your mail.” `address` is masked already; `more` says what “again” asks for."""
    response = see_other(reverse("link-sent"))
    kept = signing.dumps({"masked": address, "at": now().isoformat(), **more}, salt=SALT)
    response.set_cookie(COOKIE, kept, max_age=HOUR, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def _asked(request: HttpRequest) -> dict[str, str]:
    try:
        kept: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return {}
    return kept


@require_safe
@customers
def sent_page(request: HttpRequest) -> HttpResponse:
    """“Look in your mail.”"""
    asked = _asked(request)
    if not asked:
        return see_other(reverse("all-mine"))
    again = reverse("new-link", args=[asked["token"]]) if "token" in asked else reverse("all-mine")
    context: dict[str, Any] = {
        "masked": asked["masked"],
        "again": again,
        "one": "token" in asked,
        "minutes": MINUTES,
        "days": LASTS.days,
    }
    return show(request, "sent", context)


@require_POST
@customers
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """A rested link is asked for anew: the mail goes to the address the person wrote from."""
    try:
        opened = open_link(token)
    except NotFound:
        return unknown_page(request)
    if not may_ask(request, str(opened.conversation.pk)):
        return ask_page(request, error=too_often(), status=429)
    ask_for_link(opened.conversation)
    return look_in_mail(masked(answers_to(opened.conversation)), {"token": token})


@require_http_methods(["GET", "HEAD", "POST"])
@customers
def way_in(request: HttpRequest, token: str) -> HttpResponse:
    """The page a way in opens. Looking does not use it up: the button does."""
    try:
        way = find_way_in(token)
    except NotFound:
        return unknown_page(request)
    if request.method == "POST" and use_way_in(way):
        return let_in(see_other(reverse("all-mine")), way)
    if way.used_at or not way.waits:
        return _opened_before(request, way)
    return show(request, "come_in", {"token": token, "minutes": MINUTES})


def _opened_before(request: HttpRequest, way: WayIn) -> HttpResponse:
    way.refresh_from_db()
    language = get_language() or "en"
    zone = way.person.zone or "UTC"
    when = said(way.used_at, now=now(), zone=zone, language=language) if way.used_at else ""
    return show(request, "opened_before", {"way": way, "when": when}, status=410)


@require_POST
@customers
def fresh_one(request: HttpRequest, token: str) -> HttpResponse:
    """A fresh way in to the same address; or “That was not me”, which closes every device and link of theirs."""
    try:
        way = find_way_in(token)
    except NotFound:
        return unknown_page(request)
    if request.POST.get("not") == "me":
        close_all(way)
        return let_out(show(request, "closed"))
    if not may_ask(request, way.point.value):
        return ask_page(request, error=too_often(), status=429)
    send_way_in.enqueue(way.point.value, get_language() or "en")
    return look_in_mail(masked(way.point.value), {"address": way.point.value})
