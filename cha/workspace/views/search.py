"""Search: people and words, files and notes, narrowed by filters that are words and chips alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cha.workspace.doors import MemberRequest, members
from cha.workspace.finding import narrowing
from cha.workspace.finding.asked import Question, question
from cha.workspace.finding.hits import FEW, Found, found
from cha.workspace.finding.nothing import ways
from cha.workspace.now.page import moment
from cha.workspace.rail import rail


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """What `q` finds; `kind` (people, words, files, notes) shows one part in full. Only the results for a frame."""
    asked = question(request.GET, request.user, moment())
    values = _shown(asked, found(asked))
    if request.headers.get("Turbo-Frame") == "found":
        return _varying(render(request, "workspace/search/_found.html", values))
    return _varying(render(request, "workspace/search/page.html", {**values, "rail": rail(request.user, "search")}))


def _shown(asked: Question, seen: Found) -> dict[str, Any]:
    number = sum(len(part.hits) for part in seen.parts)
    return {
        "query": asked.text,
        "asked": asked,
        "seen": seen,
        "number": number,
        "kinds": _kinds(asked, seen, number),
        "chips": narrowing.chips(asked),
        "offers": narrowing.offers(asked),
        "clear": asked.address(asked.filter.words),
        "doubts": narrowing.doubts(asked),
        "parts": [part for part in seen.parts if part.hits],
        "few": number if asked.kind else FEW,
        "address": {part.key: asked.address(kind=part.key) for part in seen.parts},
        "unknown": [] if number else narrowing.unknown(asked),
        "ways": [] if number or not asked.filter else ways(asked),
    }


def _kinds(asked: Question, seen: Found, number: int) -> list[tuple[str, str, str, bool]]:
    """The kinds of hits with their counts; of one kind alone the others are not counted."""
    if not number and not asked.kind:
        return []
    counts = {part.key: part.count for part in seen.parts}
    total = f"{number}+" if any(part.more for part in seen.parts) else str(number)
    names = {"people": _("People"), "words": _("Words said"), "files": _("Files"), "notes": _("Notes")}
    return [
        (_("All"), "" if asked.kind else total, asked.address(kind=""), not asked.kind),
        *((words, counts.get(key, ""), asked.address(kind=key), key == asked.kind) for key, words in names.items()),
    ]


def _varying(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "Turbo-Frame, Cookie"
    return response
