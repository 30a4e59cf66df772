"""What the pages of Settings share: the rail, what was typed, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cha.core.errors import ChaError
from cha.workspace.doors import MemberRequest
from cha.workspace.rail import rail

SEE_OTHER = 303


def show(request: MemberRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of `workspace/` with the rail at Settings. `?saved` says that something was just saved.

    Messages that wait say what went wrong on the way here.
    """
    shown = {"rail": rail(request.user, "settings"), "saved": "saved" in request.GET, "errors": {}}
    shown |= {"manages": request.user.manages, "leads": request.user.leads}
    shown |= {"amiss": [str(one) for one in get_messages(request)], **context}
    return render(request, f"workspace/{template}", shown, status=status)


def saved(name: str, *args: Any) -> HttpResponse:
    """After a save: the page again, saying so."""
    response = redirect(f"{reverse(name, args=args)}?saved")
    response.status_code = SEE_OTHER
    return response


def wrong(error: ChaError) -> dict[str, str]:
    """An error as a form shows it: its sentence under the name of its field ("form" when it names none)."""
    return {str(error.details.get("field") or "form"): error.sentence}


def typed(request: HttpRequest) -> Mapping[str, str]:
    """What was typed, as plain values."""
    return request.POST.dict()
