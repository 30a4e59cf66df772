"""“Is it put right?”: the question, the thank-you, and open again. Opening a link decides nothing."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cha.conversations.models import PutRight
from cha.core.errors import Invalid, TooMany
from cha.portal.doors import Door, private
from cha.portal.pages import show
from cha.portal.pathway_page import PathwayPage, page_of
from cha.portal.telling import Told, answer, say_not_yet, say_put_right
from cha.portal.views.conversation import LONGEST, conversation_page, count_one, read_form
from cha.promises.acknowledgement.wording import date_words


def wrong_ways() -> dict[str, str]:
    """What may still be wrong; none of it is chosen beforehand."""
    return {
        "missing": _("Something is missing"),
        "late": _("It came, but late"),
        "told": _("I was told something else"),
        "other": _("Something else"),
    }


@private
def put_right_page(request: HttpRequest, door: Door) -> HttpResponse:
    """GET: the question, or what was answered already. POST: the answer, `right` is yes or no."""
    if request.method == "POST":
        return _take(request, door)
    page = page_of(door.conversation)
    context = {"page": page, "door": door, "said_on": _said_on(page), "about": page.about}
    return show(request, "answered" if page.state == "confirmed" else "put_right", context, shop=page.shop)


def _take(request: HttpRequest, door: Door) -> HttpResponse:
    try:
        count_one(door)
    except TooMany as error:
        return conversation_page(request, door, error=error.sentence, field="right", status=error.status)
    if request.POST.get("right") == "yes":
        say_put_right(door.conversation, by=door.person)
        return door.go("private-thanks")
    if request.POST.get("right") == "no":
        say_not_yet(door.conversation, by=door.person)
        return door.go("private-open-again")
    return door.go("private-put-right")


def _said_on(page: PathwayPage) -> str:
    row = PutRight.objects.filter(conversation=page.conversation, confirmed_at__isnull=False, undone_at=None).last()
    if row is None or row.confirmed_at is None:
        return ""
    return date_words(row.confirmed_at.date(), zone=page.zone, language=page.language)


@require_safe
@private
def thanks_page(request: HttpRequest, door: Door) -> HttpResponse:
    """“Thank you. Maartje has it.”"""
    page = page_of(door.conversation)
    if page.state != "confirmed":
        return door.go("private-put-right")
    return show(request, "thanks", {"page": page, "door": door}, shop=page.shop)


@require_safe
@private
def open_again_page(request: HttpRequest, door: Door) -> HttpResponse:
    """“It is open again”: a time stands there before they write a word."""
    return _open_again(request, door)


def _open_again(request: HttpRequest, door: Door, *, typed: str = "", once: str = "", error: str = "") -> HttpResponse:
    page = page_of(door.conversation)
    if page.state != "open":
        return door.go("private-put-right")
    context = {
        "page": page,
        "door": door,
        "wrong_ways": wrong_ways(),
        "still": request.POST.get("still", ""),
        "typed": typed,
        "once": once or secrets.token_urlsafe(12),
        "error": error,
    }
    return show(request, "open_again", context, shop=page.shop, status=422 if error else 200)


@require_POST
@private
def still_wrong(request: HttpRequest, door: Door) -> HttpResponse:
    """What is still wrong: a choice, their words, or both."""
    chosen = wrong_ways().get(request.POST.get("still", ""), "")
    typed, once = request.POST.get("body", "")[:LONGEST], request.POST.get("once", "")[:40]
    words = "\n\n".join(part for part in (chosen, typed.strip()) if part)
    try:
        told: Told = read_form(request, door, words, once)
    except (Invalid, TooMany) as error:
        return _open_again(request, door, typed=typed, once=once, error=error.sentence)
    answer(door.conversation, told, by=door.person)
    return door.go("private-page", "?sent#exchange")
