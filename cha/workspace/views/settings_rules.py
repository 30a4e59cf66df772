"""Settings, Rules: what happens by itself while we wait on somebody, as sentences; tried before it is switched on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.clock import now
from cha.core.errors import Invalid
from cha.promises.enrolling import would_touch
from cha.promises.models import RuleRun, TimeRule, delete_rule, keep_rule, switch_rule
from cha.promises.nudge_words import usual_words, words_of
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.rule_words import KINDS, about, choices, form_of, said_in, sentence_of
from cha.workspace.settings_page import saved, show, typed, wrong


@managers
@require_GET
def rules(request: MemberRequest) -> HttpResponse:
    """Every rule, whether it is on, and how many it waits for."""
    found = TimeRule.objects.select_related("channel").order_by("pk")
    rows = [(row, sentence_of(row), about(row), row.runs.filter(state=RuleRun.State.WAITING).count()) for row in found]
    return show(request, "settings/rules.html", rules=rows)


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write one. It is off until it is switched on."""
    return _edit(request, None)


@managers
@require_http_methods(["GET", "POST"])
def rule(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Change one, see what it would do, switch it on."""
    return _edit(request, _find(rule_id))


@managers
@require_POST
def switch(request: MemberRequest, rule_id: int) -> HttpResponse:
    """On from now, on for what waits already too (`old`), or off."""
    row, post = _find(rule_id), request.POST
    switch_rule(row, post.get("on") in ("1", "old"), by=request.user, old="old" in (*post, post.get("on")))
    return saved("settings-rule", row.pk)


@managers
@require_POST
def deletion(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Delete one, and what was to come of it."""
    delete_rule(_find(rule_id), by=request.user)
    return saved("settings-rules")


def _find(rule_id: int) -> TimeRule:
    return get_object_or_404(TimeRule.objects.select_related("channel"), pk=rule_id)


def _edit(request: MemberRequest, row: TimeRule | None) -> HttpResponse:
    if request.method != "POST":
        usual = TimeRule(then_after=4, then_does=TimeRule.Does.ASIDE)
        return _page(request, row, form_of(row or usual))
    try:
        kept = keep_rule(row, by=request.user, **said_in(request.POST.dict()))
    except Invalid as error:
        return _page(request, row, dict(typed(request)), status=422, errors=wrong(error))
    return saved("settings-rule", kept.pk)


def _page(request: MemberRequest, row: TimeRule | None, form: dict[str, str], **more: Any) -> HttpResponse:
    language = get_language() or "en"
    context: dict[str, Any] = {
        "rule": row,
        "form": form,
        "kinds": [(kind, {"nudge": _("The kind word"), "farewell": _("The farewell")}[kind]) for kind in KINDS],
        "usual": usual_words,
        "seen": [words_of(row, kind, language).replace("{name}", "Adaeze") for kind in KINDS] if row else [],
        "touched": would_touch(row, now()) if row else None,
        "runs": row.runs.filter(state=RuleRun.State.WAITING).count() if row else 0,
        **choices(),
    }
    return show(request, "settings/rule.html", **context, **more)
