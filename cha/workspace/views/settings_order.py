"""Settings, Order: how much each reason counts in who comes first, and how the queue would stand then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cha.conversations.access import visible_to
from cha.core.errors import Invalid
from cha.promises.care import STANDARD, Weights
from cha.promises.care_words import sentence
from cha.promises.models import weigh, weights
from cha.promises.models.weighing import MOST, must_weigh
from cha.promises.reordering import Place, reordered, waiting_in_order
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.page import moment
from cha.workspace.now.rows import Moment, named
from cha.workspace.settings_page import saved, show, wrong

FIRST: Final = 12
CAP: Final = "cap_hours"


@dataclass(frozen=True, slots=True)
class Line:
    """One reason: its key, what it is called, what it means, how much it counts, and what is usual."""

    key: str
    name: str
    words: str
    value: str
    usual: int


@managers
@require_http_methods(["GET", "POST"])
def order(request: MemberRequest) -> HttpResponse:
    """The weights, a look at what they would change, and the saving of them."""
    kept = _as_typed(weights())
    if request.method != "POST":
        return _page(request, kept)
    typed = {key: request.POST.get(key, kept[key]) for key in kept}
    try:
        minutes, hours = _read(typed)
        if request.POST.get("then") == "look":
            return _page(request, typed)
        weigh(minutes, hours, by=request.user)
    except Invalid as error:
        return _page(request, typed, status=422, errors=wrong(error))
    return saved("settings-order")


@managers
@require_GET
def preview(request: MemberRequest) -> HttpResponse:
    """The frame beside the weights: the queue as it would be with what is typed (`?harm=60`). Saves nothing."""
    kept = _as_typed(weights())
    typed = {key: request.GET.get(key, kept[key]) for key in kept}
    return render(request, "workspace/settings/order/preview.html", _queue(request, typed))


def _page(request: MemberRequest, typed: Mapping[str, str], **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"lines": _lines(typed), "typed": typed, "most": MOST, "fields": " ".join(typed)}
    return show(request, "settings/order.html", **context, **_queue(request, typed), **more)


def _queue(request: MemberRequest, typed: Mapping[str, str]) -> dict[str, Any]:
    """The places now and then; with what is typed as far as it can be read."""
    try:
        minutes, hours = _read(typed)
    except Invalid as error:
        return {"queue": None, "unread": error.sentence}
    rows = waiting_in_order(visible_to(request.user))
    named(rows)
    found = reordered(rows, Weights({**STANDARD, **minutes}, timedelta(hours=hours)), FIRST)
    at = moment()
    return {"queue": found, "places": [_shown(place, at) for place in found.places], "unread": ""}


def _shown(place: Place, at: Moment) -> dict[str, Any]:
    name = place.row["person__name"]
    said = [sentence(reason, at.language, now=at.at, zone=at.zone, name=name.split(" ")[0]) for reason in place.reasons]
    return {
        "id": place.row["id"],
        "name": name,
        "tint": place.row["person__tint"],
        "now": place.now,
        "then": place.then,
        "reasons": " ".join(said[:2]),
    }


def _as_typed(found: Weights) -> dict[str, str]:
    return {**{key: str(found.of(key)) for key in STANDARD}, CAP: str(found.cap // timedelta(hours=1))}


def _read(typed: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """The numbers that are typed. Raises Invalid with the key of what is none, or too much."""
    numbers = {}
    for key, value in typed.items():
        if not value.strip().isdecimal() or len(value.strip()) > 4:
            raise Invalid(_("Write a number."), field=key)
        numbers[key] = int(value)
    hours = numbers.pop(CAP)
    must_weigh(numbers, hours)
    return numbers, hours


def _lines(typed: Mapping[str, str]) -> list[Line]:
    return [Line(key, name, words, typed[key], STANDARD[key]) for key, name, words in _words()]


def _words() -> list[tuple[str, str, str]]:
    return [
        ("harm", _("Harm"), _("They write that somebody was harmed, or may be.")),
        ("broken", _("A broken promise"), _("We did not keep what we said, and they still wait.")),
        ("risk", _("A promise at risk"), _("It is soon due, and not kept yet.")),
        ("grieving", _("Grief"), _("Somebody has died, or is dying.")),
        ("upset", _("Upset"), _("Their words say so, or a member did.")),
        ("hostile", _("Hostile words"), _("So angry that the words hurt.")),
        ("worried", _("Worry"), _("They sound worried.")),
        ("vulnerable", _("Vulnerable"), _("Illness, age, loss, a disability: they wrote of it.")),
        ("access", _("Needs it another way"), _("Large print, no calls, more time: it is on their card.")),
        ("deadline", _("A day that is near"), _("The wedding on Saturday. Within three days in full, later half.")),
        ("money", _("Money that is missed"), _("Charged twice, or the rent is due.")),
        ("comes_back", _("Coming back"), _("For each time after the first, three times at most.")),
    ]  # fmt: skip
