"""Who works when: the week of everybody, a member's plan, absences; and saying that one is away oneself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.hours import DAYS
from cha.team import roster
from cha.team.models import Absence, Away, Member
from cha.team.models.shift import be_away, be_back, call_off, plan_shifts
from cha.workspace.doors import MemberRequest, members
from cha.workspace.hours import page, shifts
from cha.workspace.hours.form import as_monday, pairs_of, stretches_typed, week_typed
from cha.workspace.places import zones
from cha.workspace.settings_page import saved, show, typed, wrong


@members
@require_GET
def week(request: MemberRequest) -> HttpResponse:
    """The week of everybody, and who is away."""
    _must_lead(request)
    return _week(request)


@members
@require_http_methods(["GET", "POST"])
def plan(request: MemberRequest, member_id: int) -> HttpResponse:
    """A member's plan, and the saving of it."""
    _must_lead(request)
    member = get_object_or_404(Member.objects.select_related("shift"), pk=member_id, is_active=True)
    if request.method != "POST":
        return _plan(request, member, shifts.plan_form(member))
    post = typed(request)
    if "copy" in post:
        return _plan(request, member, as_monday(post), status=422, copied=True)
    try:
        plan_shifts(member, by=request.user, **_typed_plan(post))
    except Invalid as error:
        return _plan(request, member, post, status=422, errors=wrong(error))
    return saved("shifts")


@members
@require_POST
def absences(request: MemberRequest) -> HttpResponse:
    """Say that somebody is away."""
    _must_lead(request)
    post = typed(request)
    member = get_object_or_404(Member, pk=post.get("member") if post.get("member", "").isdigit() else 0, is_active=True)
    try:
        be_away(member, by=request.user, **shifts.absence_typed(post, shifts.zone_here()))
    except Invalid as error:
        return _week(request, status=422, form=post, errors=wrong(error))
    return saved("shifts")


@members
@require_POST
def absence_end(request: MemberRequest, absence_id: int) -> HttpResponse:
    """They are back; or what was to come is called off."""
    _must_lead(request)
    absence = get_object_or_404(Absence.objects.select_related("member"), pk=absence_id)
    if absence.since > now():
        call_off(absence, by=request.user)
    else:
        be_back(absence.member, by=request.user)
    return saved("shifts")


@members
@require_http_methods(["GET", "POST"])
def away(request: MemberRequest) -> HttpResponse:
    """I am away: the page of it, and the saying."""
    if request.method != "POST":
        return _away(request)
    try:
        be_away(request.user, by=request.user, **shifts.absence_typed(typed(request), _own_zone(request)))
    except Invalid as error:
        return _away(request, status=422, form=typed(request), errors=wrong(error))
    return saved("away")


@members
@require_POST
def back(request: MemberRequest) -> HttpResponse:
    """I am back."""
    be_back(request.user, by=request.user)
    return saved("away")


def _must_lead(request: MemberRequest) -> None:
    if not request.user.leads:
        raise Refused(_("Whoever leads plans the shifts. Ask one of them."))


def _own_zone(request: MemberRequest) -> str:
    return request.user.zone or shifts.zone_here()


def _typed_plan(post: Mapping[str, str]) -> dict[str, Any]:
    if "own" not in post:
        return {"week": {}}
    days, seasons = stretches_typed(post)
    own = week_typed(post)
    if not own and not days and not seasons:
        raise Invalid(_("The plan is empty. Write hours, or keep no plan for them."), field="own")
    return {"week": own, "days": days, "seasons": seasons, "zone": post.get("zone", "")}


def _week(request: MemberRequest, **more: Any) -> HttpResponse:
    monday = shifts.monday_of(request.GET.get("week", ""))
    grid = shifts.week_grid(monday)
    context: dict[str, Any] = {
        "heads": shifts.week_heads(monday),
        "grid": grid,
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "monday": page.dated(monday),
        "absences": shifts.absence_lines(roster.coming_absences(now()), shifts.zone_here()),
        "colleagues": [(row.member.pk, row.member.name) for row in grid],
        "reasons": Away.choices,
        "form": {},
    }
    return show(request, "settings/shifts.html", **{**context, **more})


def _plan(request: MemberRequest, member: Member, form: Mapping[str, str], **more: Any) -> HttpResponse:
    lines = [page.Day(day, str(WEEKDAYS[number]), tuple(pairs_of(form, day))) for number, day in enumerate(DAYS)]
    context: dict[str, Any] = {
        "member": member,
        "form": form,
        "week": lines,
        "stretches": page.stretch_lines(form),
        "zones": zones(),
    }
    return show(request, "settings/shift_plan.html", **context, **more)


def _away(request: MemberRequest, **more: Any) -> HttpResponse:
    member, at = request.user, now()
    own = roster.coming_absences(at, [member])
    context: dict[str, Any] = {
        "absences": shifts.absence_lines(own, _own_zone(request)),
        "away": any(one.covers(at) for one in own),
        "reasons": Away.choices,
        "colleagues": [
            (one.pk, one.name) for one in Member.objects.filter(is_active=True).order_by("name")
            if one.answers and one.pk != member.pk
        ],
        "form": {"reason": Away.HOLIDAY},
    }  # fmt: skip
    return show(request, "account/away.html", **{**context, **more})
