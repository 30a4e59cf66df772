"""Settings, Who may decide what: the policy as sentences with blanks. A draft is kept, looked at, and then counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.errors import ChaError, Conflict, Invalid, NotFound
from cha.core.ids import decode
from cha.resolutions.authority import local_now
from cha.resolutions.house import currencies, house
from cha.resolutions.models.policy import PolicySet, newest_version, the_draft
from cha.resolutions.models.unlock import give_unlock, take_unlock
from cha.resolutions.policy.checking import read_rules
from cha.resolutions.policy.rules import Rule, as_data
from cha.resolutions.policy.starter import starter
from cha.resolutions.policy.words import sentence
from cha.resolutions.versions import back_to, drop_draft, go_live, keep_draft, mark
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.policies.blanks import Blanks, typed, values
from cha.workspace.policies.form import choices
from cha.workspace.policies.page import history, page, rules_in
from cha.workspace.policies.rows import language
from cha.workspace.settings_page import SEE_OTHER, saved, show, wrong


@managers
@require_GET
def policy(request: MemberRequest) -> HttpResponse:
    """Every decision, what a draft would change, who can today, and the last versions."""
    return show(request, "policies/policy.html", **page())


@managers
@require_POST
def draft(request: MemberRequest) -> HttpResponse:
    """Keep what stands in the blanks, and look at what it would change."""
    return _kept(request, lambda _draft: _go("settings-policy"))


@managers
@require_POST
def live(request: MemberRequest) -> HttpResponse:
    """Keep what stands in the blanks, and let it count: from now on, or from Monday."""

    def start(kept: PolicySet) -> HttpResponse:
        starts = None if request.POST.get("starts") == "now" else _monday()
        go_live(kept, by=request.user, why=request.POST.get("why", ""), starts_at=starts)
        return saved("settings-policy")

    return _kept(request, start)


@managers
@require_POST
def undo(request: MemberRequest) -> HttpResponse:
    """Throw the draft away, or take back what has not started."""
    row = the_draft() or newest_version()
    if row is not None:
        drop_draft(row, by=request.user)
    return _go("settings-policy")


@managers
@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    """Begin with the lines that Cha proposes, as a draft."""
    keep_draft([as_data(rule) for rule in starter(currencies()[0])], by=request.user, seen=mark(None, None))
    return _go("settings-policy")


@managers
@require_GET
def trial(request: MemberRequest) -> HttpResponse:
    """The card that says what a draft would have changed, or how far trying it is."""
    return show(request, "policies/tried.html", **page())


@managers
@require_http_methods(["GET", "POST"])
def rule(request: MemberRequest, rule_key: str = "") -> HttpResponse:
    """One line with all its blanks, and the keeping of it in the draft; without a key a new one."""
    rules = rules_in(the_draft() or newest_version())
    old = next((one for one in rules if one.key == rule_key), None)
    if rule_key and old is None:
        raise NotFound("There is no such line.")
    fresh = old or Rule(_free_key(rules), (), currencies()[0])
    if request.method != "POST":
        return _rule_page(request, fresh, values(fresh), new=old is None)
    blanks = Blanks(request.POST)
    told = blanks.rule(fresh, whole=True)
    amiss = blanks.wrong or {one.field: one.words for one in read_rules([as_data(told)], house())[1]}
    if amiss:
        return _rule_page(request, fresh, typed(request.POST), new=old is None, status=422, errors=amiss)
    _keep([told if one.key == told.key else one for one in rules] + ([told] if old is None else []), request)
    return _go("settings-policy")


@managers
@require_POST
def removal(request: MemberRequest, rule_key: str) -> HttpResponse:
    """Take a line out, in the draft."""
    _keep([one for one in rules_in(the_draft() or newest_version()) if one.key != rule_key], request)
    return _go("settings-policy")


@managers
@require_GET
def versions(request: MemberRequest) -> HttpResponse:
    """Who changed what, when and why."""
    return show(request, "policies/versions.html", versions=history(), part=True)


@managers
@require_POST
def return_to(request: MemberRequest, number: int) -> HttpResponse:
    """Let an earlier version count again."""
    version = get_object_or_404(PolicySet, number=number, state="live")
    try:
        back_to(version, by=request.user, why=request.POST.get("why", ""))
    except Invalid as error:
        return show(request, "policies/versions.html", status=422, versions=history(), errors=wrong(error), part=True)
    return saved("settings-policy-versions")


@managers
@require_POST
def unlocks(request: MemberRequest) -> HttpResponse:
    """Note that somebody passed a training or has a skill, or has it no more. Lessons will note it themselves."""
    member = get_object_or_404(Member, pk=_id(request.POST.get("member", "")))
    note = take_unlock if request.POST.get("has") else give_unlock
    note(member, request.POST.get("kind", ""), request.POST.get("name", ""), by=request.user)
    return _go("settings-policy")


def _kept(request: MemberRequest, then: Callable[[PolicySet], HttpResponse]) -> HttpResponse:
    """Read the blanks into the draft, and go on with it; what cannot be stands beside its blank, and is kept."""
    newest = newest_version()
    rules = rules_in(the_draft() or newest)
    told, amiss = _read(rules, request)
    if amiss:
        return show(request, "policies/policy.html", status=422, errors=amiss, **page(request.POST.dict()))
    try:
        kept = the_draft()
        if kept is None or told != rules or request.POST.get("seen", "") != mark(kept, newest):
            kept = keep_draft([as_data(one) for one in told], by=request.user, seen=request.POST.get("seen", ""))
        return then(kept)
    except Conflict as error:
        messages.error(request, error.sentence)
        return _go("settings-policy")
    except Invalid as error:
        return show(request, "policies/policy.html", status=422, errors=wrong(error), **page(request.POST.dict()))


def _read(rules: Sequence[Rule], request: MemberRequest) -> tuple[tuple[Rule, ...], dict[str, str]]:
    told: list[Rule] = []
    amiss: dict[str, str] = {}
    for one in rules:
        blanks = Blanks(request.POST, f"{one.key}.")
        told.append(blanks.rule(one))
        amiss |= blanks.wrong
    found = {f"{one.key}.{one.field}": one.words for one in read_rules([as_data(one) for one in told], house())[1]}
    return tuple(told), amiss or found


def _keep(rules: Sequence[Rule], request: MemberRequest) -> None:
    try:
        keep_draft([as_data(one) for one in rules], by=request.user, seen=request.POST.get("seen", ""))
    except ChaError as error:
        messages.error(request, error.sentence)


def _rule_page(request: MemberRequest, told: Rule, form: Any, *, new: bool, **more: Any) -> HttpResponse:
    said = "" if new else sentence(told, language())
    seen = mark(the_draft(), newest_version())
    context = {"rule": told, "new": new, "said": said, "form": form, "seen": seen, "part": True}
    return show(request, "policies/rule.html", **context, **choices(), **more)


def _free_key(rules: Sequence[Rule]) -> str:
    taken = {one.key for one in rules}
    return next(key for key in (f"line-{number}" for number in range(1, 1000)) if key not in taken)


def _monday() -> datetime:
    """The start of next Monday on the business's clock."""
    at = local_now()
    return (at + timedelta(days=7 - at.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


def _id(key: str) -> int:
    try:
        return decode(key)
    except ValueError as error:
        raise NotFound("That is gone.") from error


def _go(name: str) -> HttpResponse:
    response = redirect(reverse(name))
    response.status_code = SEE_OTHER
    return response
