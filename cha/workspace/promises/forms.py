"""The board's forms: in its dialog, as a page, or again with what is wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cha.core.errors import ChaError
from cha.promises.models import Promise
from cha.workspace.doors import MemberRequest
from cha.workspace.now.page import STREAM
from cha.workspace.promises.cards import what_of
from cha.workspace.promises.vows import FIELDS, vows
from cha.workspace.rail import rail


def form_of(
    request: MemberRequest, template: str, values: dict[str, Any], error: ChaError | None = None
) -> HttpResponse:
    """A form by the name of its template, with the promise that it is about, where there is one."""
    status = error.status if error else 200
    form = f"workspace/promises/_{template}.html"
    context = {**values, **_about(values.get("promise")), "form": form, "error": error}
    if STREAM in request.headers.get("Accept", "") and error:
        response = render(request, "workspace/now/acts/again.html", context, status=status)
        response["Content-Type"] = f"{STREAM}; charset=utf-8"
        return response
    if request.headers.get("Turbo-Frame") == "dialog":
        return render(request, "workspace/now/acts/frame.html", context, status=status)
    context["rail"] = rail(request.user, "promises")
    return render(request, "workspace/promises/act_page.html", context, status=status)


def _about(promise: Promise | None) -> dict[str, Any]:
    if promise is None:
        return {}
    row = vows(Promise.objects.filter(pk=promise.pk).values(*FIELDS))[0]
    return {"conversation": promise.conversation, "what": what_of(row)}
