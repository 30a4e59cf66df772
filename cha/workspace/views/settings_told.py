"""Settings, What people tell us: which facts are looked for in messages, and how often people had to repeat them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.clock import now
from cha.core.errors import Invalid
from cha.people.looks import Look, must_work
from cha.people.models import FactPattern
from cha.people.models.fact import BUILT_IN
from cha.people.models.fact_pattern import (
    delete_pattern,
    keep_pattern,
    patterns,
    put_off,
    switch_built_in,
    switch_pattern,
)
from cha.promises.repeats import repeats
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.fact_words import kind_words
from cha.workspace.settings_page import saved, show, typed, wrong
from cha.workspace.trying_patterns import tried

MONTH = timedelta(days=30)


@managers
@require_GET
def told(request: MemberRequest) -> HttpResponse:
    """What is looked for: Cha's own kinds, and those of the house."""
    rows, until = patterns(), now()
    off = put_off(rows)
    built_in = [(kind, kind_words(kind), kind not in off) for kind in BUILT_IN]
    own = [row for row in rows if row.how != FactPattern.How.BUILT_IN]
    month = repeats(until - MONTH, until)
    return show(request, "settings/told.html", built_in=built_in, own=own, month=month, hows=dict(_hows()))


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add a pattern, or only try it."""
    return _edit(request, None)


@managers
@require_http_methods(["GET", "POST"])
def pattern(request: MemberRequest, pattern_id: int) -> HttpResponse:
    """Change one, or only try it."""
    return _edit(request, get_object_or_404(FactPattern, pk=pattern_id, how__in=dict(_hows())))


@managers
@require_POST
def switch(request: MemberRequest, pattern_id: int) -> HttpResponse:
    """Look for it no more, or again."""
    row = get_object_or_404(FactPattern, pk=pattern_id)
    switch_pattern(row, by=request.user, active=not row.active)
    return saved("settings-told")


@managers
@require_POST
def built_in(request: MemberRequest) -> HttpResponse:
    """Let Cha's own patterns look for exactly the kinds that are ticked."""
    off, ticked = put_off(patterns()), request.POST.getlist("kind")
    for kind in BUILT_IN:
        if (kind in ticked) == (kind in off):
            switch_built_in(kind, by=request.user, active=kind in ticked)
    return saved("settings-told")


@managers
@require_POST
def deletion(request: MemberRequest, pattern_id: int) -> HttpResponse:
    """Delete one; what it found stays."""
    delete_pattern(get_object_or_404(FactPattern, pk=pattern_id, how__in=dict(_hows())), by=request.user)
    return saved("settings-told")


def _hows() -> list[tuple[str, str]]:
    return [
        ("looks", _("How it looks, as in JL-####")),
        ("words", _("One of these words")),
        ("after", _("What follows these words")),
        ("expression", _("A regular expression")),
    ]


def _kinds() -> list[tuple[str, str]]:
    return [("", _("Something of our own")), *((kind, kind_words(kind)) for kind in BUILT_IN)]


def _edit(request: MemberRequest, row: FactPattern | None) -> HttpResponse:
    context: dict[str, Any] = {"row": row, "hows": _hows(), "kinds": _kinds()}
    if request.method != "POST":
        form = {name: getattr(row, name) for name in ("name", "kind", "how", "text")} if row else {"how": "looks"}
        return show(request, "settings/told_pattern.html", form=form, **context)
    said = {name: request.POST.get(name, "") for name in ("name", "kind", "how", "text")}
    try:
        if "try" not in request.POST:
            keep_pattern(row, by=request.user, **said)
            return saved("settings-told")
        look = Look(said["how"], said["text"])
        must_work(look)
    except Invalid as error:
        errors = wrong(error)
        return show(request, "settings/told_pattern.html", status=422, form=typed(request), errors=errors, **context)
    found = tried(look, request.user)
    # 422: nothing was saved yet, so the page shows what was typed.
    return show(request, "settings/told_pattern.html", status=422, form=typed(request), found=found, **context)
