"""Reading: whose mailbox, which letter, what is in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from cha.core.clock import now
from cha.core.errors import NotFound
from cha.demo import mailbox
from cha.demo.boxes import Box, box_of, boxes
from cha.demo.doors import in_the_demo
from cha.demo.letters import Opened, opened
from cha.demo.world import WORLD
from cha.language.times import said
from cha.team.models import brand

MOST = 80
ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


@require_GET
@in_the_demo
def mailbox_page(request: HttpRequest, address: str = "", name: str = "") -> HttpResponse:
    """Somebody's mailbox with one letter opened: the newest, unless another is named."""
    found = boxes()
    box = box_of(address) if address else (found[0] if found else None)
    letter = letter_of(box.address, name) if box and name else None
    return show(request, box, letter, as_text="text" in request.GET, sent="sent" in request.GET)


def show(request: HttpRequest, box: Box | None, letter: Opened | None = None, **more: Any) -> HttpResponse:
    """The page. `more`: as_text, sent, typed, error, fresh (a mail to be written), status."""
    letters = [opened(row) for row in mailbox.letters(box.address)[:MOST]] if box else []
    context = {
        "boxes": boxes(),
        "box": box,
        "letters": [(row, told(row)) for row in letters],
        "letter": letter or (letters[0] if letters else None),
        "place": WORLD.business.place,
        "clock": told_at(now()),
        "state": mailbox.stamp(),
        "told": told,
        **more,
    }
    return render(request, "demo/mailbox.html", context, status=more.get("status", 200))


def told(letter: Opened) -> str:
    """When a letter came, as the shop's clock says it."""
    return told_at(letter.at)


def told_at(moment: datetime) -> str:
    """A moment on the shop's clock, in the reader's language."""
    face = brand()
    return said(moment, now=now(), zone=face.zone if face else "UTC", language=translation.get_language() or "en")


def letter_of(address: str, name: str) -> Opened:
    """A letter by its name. Raises NotFound."""
    found = mailbox.letter(address, name)
    if found is None:
        raise NotFound("This letter is not here (any more).")
    return opened(found)


@require_GET
@in_the_demo
def state(request: HttpRequest) -> HttpResponse:
    """A word that changes whenever a letter arrives."""
    return HttpResponse(mailbox.stamp(), content_type="text/plain")


@require_GET
@in_the_demo
def html_part(request: HttpRequest, address: str, name: str) -> HttpResponse:
    """A letter's HTML as it is, in a document that may run nothing, load nothing and send nothing."""
    html = letter_of(address, name).html
    answer = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
    answer["Content-Security-Policy"] = ALONE
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@require_GET
@in_the_demo
def attached_file(request: HttpRequest, address: str, name: str, number: int) -> HttpResponse:
    """A file of a letter, always as a download."""
    files = letter_of(address, name).files
    if number >= len(files):
        raise NotFound("This file is not here.")
    title, _kind, content = files[number]
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, title) or "attachment"
    return answer
