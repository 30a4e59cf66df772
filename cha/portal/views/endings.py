"""A complaint, a second look at its outcome, and asking again about a "no": plain forms behind the private link."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.core.errors import Conflict, Invalid, NotFound, TooMany
from cha.portal.doors import Door, private
from cha.portal.endings_page import endings_of
from cha.portal.pages import show
from cha.portal.pathway_page import page_of
from cha.portal.telling import Told, answer
from cha.portal.views.conversation import LONGEST, conversation_page, count_one
from cha.resolutions.endings.complaining import appeal, complaint_of, open_complaint
from cha.resolutions.endings.complaint_terms import appeal_terms, terms_of
from cha.resolutions.endings.refusing import ask_review
from cha.resolutions.models import Refusal


@private
def complaint_page(request: HttpRequest, door: Door) -> HttpResponse:
    """GET: the form, or where the complaint stands. POST: it is a complaint, in their words; twice is once."""
    typed, error, status = request.POST.get("body", "")[:LONGEST], "", 200
    if request.method == "POST":
        try:
            told = _read(request, door, typed)
            _complain(door, told)
            return door.go("private-complaint", "?sent")
        except (Invalid, TooMany) as wrong:
            error, status = wrong.sentence, wrong.status
    return _page(request, door, typed, error, status)


def _complain(door: Door, told: Told) -> None:
    answer(door.conversation, told, by=door.person)
    terms = terms_of(door.conversation)
    open_complaint(
        door.conversation, by=door.person, due=terms.due, told=terms.told, about=told.text, owner=terms.owner
    )


def _page(request: HttpRequest, door: Door, typed: str, error: str, status: int) -> HttpResponse:
    page = page_of(door.conversation)
    context = {
        "page": page,
        "door": door,
        "complaint": endings_of(page).complaint,
        "typed": typed,
        "once": request.POST.get("once", "")[:40] or secrets.token_urlsafe(12),
        "error": error,
        "sent": "sent" in request.GET,
    }
    return show(request, "complaint", context, shop=page.shop, status=status)


@require_POST
@private
def second_look(request: HttpRequest, door: Door) -> HttpResponse:
    """They see the outcome differently: somebody else looks, once. Asked from two devices, it is asked once."""
    row = complaint_of(door.conversation)
    if row is None:
        raise NotFound(_("There is no such complaint."))
    row.conversation = door.conversation
    typed = request.POST.get("body", "")[:LONGEST]
    try:
        told, terms = _read(request, door, typed), appeal_terms(row)
        appeal(row, told.text, by=door.person, due=terms.due, told=terms.told, owner=terms.owner)
        answer(door.conversation, told, by=door.person)
    except Conflict:
        return door.go("private-complaint")
    except (Invalid, TooMany) as wrong:
        return _page(request, door, typed, wrong.sentence, wrong.status)
    return door.go("private-complaint", "?sent")


@require_POST
@private
def no_again(request: HttpRequest, door: Door, refusal_id: int) -> HttpResponse:
    """They ask again about a "no": somebody else than who said it looks at it."""
    row = Refusal.objects.filter(pk=refusal_id, conversation=door.conversation).first()
    if row is None:
        raise NotFound(_("There is nothing to ask about again."))
    row.conversation = door.conversation
    typed = request.POST.get("body", "")[:LONGEST]
    try:
        told = _read(request, door, typed)
        ask_review(row, told.text, by=door.person)
        answer(door.conversation, told, by=door.person)
    except Conflict:
        return door.go("private-page", "#noes")
    except (Invalid, TooMany) as wrong:
        return conversation_page(request, door, error=wrong.sentence, field="no", status=wrong.status)
    return door.go("private-page", "?asked#noes")


def _read(request: HttpRequest, door: Door, typed: str) -> Told:
    """The words of a form. Raises Invalid without any, TooMany in words."""
    if not typed.strip():
        raise Invalid(_("Write a word, so that we know what to look at."), field="body")
    count_one(door)
    return Told(typed.strip(), request.POST.get("once", "")[:40] or secrets.token_urlsafe(12))
