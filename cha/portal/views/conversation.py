"""The page about one conversation, and what a person sends from it."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from cha.conversations.models import Attachment
from cha.core import files
from cha.core.errors import Invalid, NotFound, TooMany
from cha.core.ids import encode
from cha.people.models import Fact
from cha.portal.doors import Door, private
from cha.portal.endings_page import endings_of
from cha.portal.files import LARGEST, MB, MOST, keep_files
from cha.portal.limits import ANSWERS, within
from cha.portal.offers.door import door_within
from cha.portal.offers.given import given_of
from cha.portal.offers.page import offer_shown
from cha.portal.pages import show
from cha.portal.pathway_page import page_of, shown
from cha.portal.telling import Told, answer, put_understanding_right
from cha.promises.acknowledgement.wording import date_words

LONGEST = 20_000


@require_safe
@private
def private_page(request: HttpRequest, door: Door) -> HttpResponse:
    """Where a conversation stands. Opening it changes nothing: scanners of mail open links too."""
    return conversation_page(request, door)


def conversation_page(
    request: HttpRequest,
    door: Door,
    *,
    typed: str = "",
    once: str = "",
    error: str = "",
    field: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, with what was typed and what was wrong with it when a form was not taken."""
    page = page_of(door.conversation)
    entries, earlier = page.entries(all_of_them="all" in request.GET)
    row = offer_shown(door.conversation)
    offer = door_within(row, door).view() if row else None
    context: dict[str, Any] = {
        "offer": offer,
        "given": given_of(page, offer.choice.option_id if offer and offer.choice else None),
        "told": "told" in request.GET,
        "page": page,
        "door": door,
        "entries": entries,
        "earlier": earlier,
        "until": date_words(door.opened.until, zone=page.zone, language=page.language),
        "typed": typed,
        "once": once or secrets.token_urlsafe(12),
        "error": error,
        "field": field,
        "most_files": MOST,
        "largest": f"{LARGEST // MB} MB",
        "sent": "sent" in request.GET,
        "endings": endings_of(page),
        "asked": "asked" in request.GET,
        "unneeded": page.released(request.GET.get("unneeded", "")),
    }
    return show(request, "conversation", context, shop=page.shop, status=status)


@require_POST
@private
def answer_page(request: HttpRequest, door: Door) -> HttpResponse:
    """Take what the person wrote. What was typed is kept when it cannot be taken."""
    typed, once = request.POST.get("body", "")[:LONGEST], request.POST.get("once", "")[:40]
    try:
        told = read_form(request, door, typed, once)
    except (Invalid, TooMany) as error:
        at = str(error.details.get("field", "body"))
        return conversation_page(
            request, door, typed=typed, once=once, error=error.sentence, field=at, status=error.status
        )
    answer(door.conversation, told, by=door.person)
    return door.go("private-page", "?sent#exchange")


def read_form(request: HttpRequest, door: Door, typed: str, once: str) -> Told:
    """What was typed and chosen, files kept. Raises Invalid and TooMany in words."""
    chosen = request.FILES.getlist("files")
    if not typed.strip() and not chosen:
        raise Invalid(_("Please write a few words first."), field="body")
    count_one(door)
    return Told(typed.strip(), once or secrets.token_urlsafe(12), keep_files(chosen))


def count_one(door: Door) -> None:
    """Count one form sent from this link. Raises TooMany in words."""
    if not within("answer", door.conversation.pk, ANSWERS):
        raise TooMany(_("That was a lot in one hour. Please wait a little, or call us."))


@private
def correct_page(request: HttpRequest, door: Door) -> HttpResponse:
    """“Not quite right?”: which of it, and what is right, in the person's own words."""
    page = page_of(door.conversation)
    typed, once = request.POST.get("body", "")[:LONGEST], request.POST.get("once", "")[:40]
    which, error, status = request.POST.get("which", ""), "", 200
    if request.method == "POST":
        try:
            told = read_form(request, door, typed, once)
            put_understanding_right(door.conversation, told, _fact(door, which), by=door.person)
            return door.go("private-page", "?sent#exchange")
        except (Invalid, TooMany) as wrong:
            error, status = wrong.sentence, wrong.status
    context = {
        "page": page,
        "door": door,
        "typed": typed,
        "which": which,
        "once": once or secrets.token_urlsafe(12),
        "error": error,
    }
    return show(request, "correct", context, shop=page.shop, status=status)


def _fact(door: Door, which: str) -> Fact | None:
    rows = Fact.objects.filter(person=door.person, conversation_id=door.conversation.pk)
    return next((row for row in rows if encode(row.pk) == which), None)


@require_GET
@private
def attachment(request: HttpRequest, door: Door, attachment_id: int) -> FileResponse:
    """A file of the exchange: pictures open, everything else is saved. It can run nothing on this origin."""
    row = Attachment.objects.filter(pk=attachment_id, message__in=shown(door.conversation)).first()
    if row is None:
        raise NotFound(_("There is no such file."))
    response = FileResponse(
        files.open_file(row.digest),
        as_attachment=not row.is_picture,
        filename=row.name,
        content_type=row.content_type if row.is_picture else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
