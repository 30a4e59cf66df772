"""The board's forms: in its dialog, as a page, or again with what is wrong."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cha.core.errors import ChaError
from cha.language.times import by_when
from cha.promises.heads_up import heads_up
from cha.promises.models import Promise
from cha.workspace.doors import MemberRequest
from cha.workspace.now.page import STREAM
from cha.workspace.now.rows import Moment
from cha.workspace.now.times import Choice, promise_times
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


def telling(promise: Promise, at: Moment) -> dict[str, Any]:
    """The values of the form that tells the person of a new time: the words as drafted, and times to choose from."""
    drafted, zone = heads_up(promise, at.at), zone_there(promise, at)
    by = drafted.new_by.astimezone(UTC).isoformat(timespec="seconds")
    first = Choice(by, by_when(drafted.new_by, now=at.at, zone=zone, language=at.language), _("as the words say"))
    later = [time for time in promise_times(at, zone) if time.value > promise.by.astimezone(UTC).isoformat()]
    return {
        "promise": promise,
        "sorry": is_over(promise, at),
        "zone": zone,
        "times": [first, *(time for time in later if time.value != by)],
        "text": drafted.text,
        "language": drafted.language,
    }


def is_over(promise: Promise, at: Moment) -> bool:
    """Whether its time has passed: then we are sorry."""
    return promise.state == Promise.State.BROKEN or promise.by <= at.at


def zone_there(promise: Promise, at: Moment) -> str:
    """On whose clock a new time is chosen."""
    return promise.person.zone or promise.zone or at.zone
