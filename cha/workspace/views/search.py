"""Search: people and words, files and notes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cha.workspace.doors import MemberRequest, members
from cha.workspace.finding.hits import FEW, Part, found
from cha.workspace.now.page import moment
from cha.workspace.rail import rail

LONGEST = 500


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """What `q` finds; `kind` (people, words, files, notes) shows one part in full. Only the results for a frame."""
    query = request.GET.get("q", "")[:LONGEST]
    kind = request.GET.get("kind", "")
    parts = found(query, request.user, moment()) if query.strip() else []
    values = {"query": query, **_shown(query, kind, parts)}
    if request.headers.get("Turbo-Frame") == "found":
        return _varying(render(request, "workspace/search/_found.html", values))
    return _varying(render(request, "workspace/search/page.html", {**values, "rail": rail(request.user, "search")}))


def _shown(query: str, kind: str, parts: list[Part]) -> dict[str, Any]:
    kind = kind if kind in {part.key for part in parts} else ""
    number = sum(len(part.hits) for part in parts)
    total = f"{number}+" if any(part.more for part in parts) else str(number)
    chips = [(_("All"), total, _address(query), not kind)]
    chips += [(part.title, part.count, _address(query, part.key), part.key == kind) for part in parts]
    return {
        "kind": kind,
        "number": number,
        "total": total,
        "chips": chips if number else [],
        "parts": [part for part in parts if part.hits and kind in ("", part.key)],
        "few": FEW if not kind else number,
        "address": {part.key: _address(query, part.key) for part in parts},
        "fewer": query.split()[0] if len(query.split()) > 1 else "",
    }


def _address(query: str, kind: str = "") -> str:
    return f"{reverse('search')}?{urlencode({'q': query, **({'kind': kind} if kind else {})})}"


def _varying(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "Turbo-Frame, Cookie"
    return response
