"""What is done with whoever is chosen in the long list: one act, its form where it needs one, its undoing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from cha.conversations.acts import carry_out
from cha.conversations.models import Bulk, Tag, begin_bulk, begin_undoing
from cha.core.errors import Invalid, NotFound
from cha.core.ids import encode
from cha.team.models import Member, Team
from cha.team.models.member import ANSWERS
from cha.workspace.crowd.acting import SPECS, Spec
from cha.workspace.crowd.asked import Asked
from cha.workspace.crowd.chosen import chosen_ids
from cha.workspace.crowd.shelf import shelf
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import moment
from cha.workspace.now.times import later_times, promise_times
from cha.workspace.now.words import topics
from cha.workspace.rail import rail

SEE_OTHER = 303


@members
@require_POST
def act(request: MemberRequest, act: str) -> HttpResponse:
    """Do it with all who are chosen; where it needs more than a press, ask first."""
    spec = SPECS.get(act)
    if spec is None:
        raise NotFound("There is no such act.")
    asked, at = Asked.of(request.POST, shelf(request.user)), moment()
    ids = chosen_ids(request.POST, asked, request.user, at)
    if not ids:
        return _back(asked)
    if spec.asks and spec.asks not in request.POST:
        return _ask(request, spec, ids)
    try:
        values = spec.read(request.POST, at)
    except Invalid as error:
        return _ask(request, spec, ids, error)
    bulk = begin_bulk(act, ids, values, by=request.user)
    if bulk.at_once:
        carry_out(bulk)
    return _back(asked, bulk)


@members
@require_POST
def undo(request: MemberRequest, bulk_id: int) -> HttpResponse:
    """Take all of it back."""
    bulk = begin_undoing(_bulk(request, bulk_id), by=request.user)
    if bulk.at_once:
        carry_out(bulk)
    return _back(Asked.of(request.POST, shelf(request.user)), bulk)


@members
@require_GET
def state(request: MemberRequest, bulk_id: int) -> HttpResponse:
    """A word that changes while it goes on."""
    bulk = _bulk(request, bulk_id)
    left = bulk.parts.filter(state__in=["waiting"] if bulk.state == Bulk.State.RUNNING else ["done"]).count()
    return HttpResponse(f"{bulk.state} {left // 25}", content_type="text/plain")


def _bulk(request: MemberRequest, bulk_id: int) -> Bulk:
    bulk = Bulk.objects.filter(pk=bulk_id, member=request.user).select_related("member").first()
    if bulk is None:
        raise NotFound("There is no such act of yours.")
    return bulk


def _back(asked: Asked, bulk: Bulk | None = None) -> HttpResponse:
    response = HttpResponseRedirect(asked.url(did=encode(bulk.pk)) if bulk else asked.url())
    response.status_code = SEE_OTHER
    return response


def _ask(request: MemberRequest, spec: Spec, ids: list[int], error: Invalid | None = None) -> HttpResponse:
    """The form of an act: in the dialog, or as a page of its own."""
    frame = request.headers.get("Turbo-Frame") == "dialog"
    values: dict[str, Any] = {"spec": spec, "count": len(ids), "error": error, "framed": frame, **_choices(spec)}
    values["kept"] = [
        (name, value) for name in ("all", "pick", "view", "q", "order", "group") for value in request.POST.getlist(name)
    ]
    if error:
        values["typed"] = request.POST
    template = "workspace/crowd/ask_frame.html" if frame else "workspace/crowd/ask_page.html"
    values |= {} if frame else {"rail": rail(request.user, "all")}
    return render(request, template, values, status=error.status if error else 200)


def _choices(spec: Spec) -> dict[str, Any]:
    at = moment()
    if spec.name == "give":
        hands = Member.objects.filter(is_active=True, role__in=ANSWERS).order_by("name")
        return {"hands": list(hands), "teams": list(Team.objects.order_by("name"))}
    if spec.name == "later":
        return {"times": later_times(at, None), "zone": at.zone}
    if spec.name == "promise":
        return {"times": promise_times(at, at.zone), "zone": at.zone}
    if spec.name == "tag":
        return {"tags": list(Tag.objects.order_by("name").values_list("name", flat=True)[:60])}
    return {"topics": topics()} if spec.name == "topic" else {}
