"""Settings, The way there: the steps of each kind of concern, in the house's own sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.errors import Invalid
from cha.promises.models.pathway_template import PathwayTemplate, StepTemplate, drop_pathway, set_pathway, template_for
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.words import topic_words, topics
from cha.workspace.pathway_form import shown_rows, steps_of, typed_rows, whens
from cha.workspace.settings_page import saved, show, wrong


@managers
@require_GET
def pathways(request: MemberRequest) -> HttpResponse:
    """Every kind of concern: its own way, or the usual one."""
    language = get_language() or "en"
    own = {row.topic: [step.said(language) for step in row.templates] for row in PathwayTemplate.objects.all()}
    known = dict(topics())
    codes = [*known, *(code for code in own if code not in known)]
    rows = [(code, topic_words(code), own.get(code, [])) for code in codes]
    return show(
        request,
        "settings/pathways.html",
        own=[row for row in rows if row[2]],
        usual=[row for row in rows if not row[2]],
    )


@managers
@require_http_methods(["GET", "POST"])
def pathway(request: MemberRequest, topic: str) -> HttpResponse:
    """One way, in one language (`?language=`), and the writing of it."""
    if topic not in dict(topics()) and template_for(topic) is None:
        raise Http404
    language = _language(request)
    row = template_for(topic)
    before = row.templates if row else ()
    if request.method != "POST":
        return _page(request, topic, language, shown_rows(before, language), before)
    rows = typed_rows(request.POST.dict())
    made = steps_of(rows, before, language)
    try:
        if request.POST.get("then") == "look":
            return _page(request, topic, language, rows, made, status=422)
        set_pathway(topic, made, by=request.user)
    except Invalid as error:
        return _page(request, topic, language, rows, made, status=422, errors=wrong(error))
    response = redirect(f"{reverse('settings-pathway', args=[topic])}?language={language}&saved")
    response.status_code = 303
    return response


@managers
@require_POST
def deletion(request: MemberRequest, topic: str) -> HttpResponse:
    """Go the usual way again."""
    row = template_for(topic)
    if row:
        drop_pathway(row, by=request.user)
    return saved("settings-pathways")


def _page(
    request: MemberRequest,
    topic: str,
    language: str,
    rows: list[dict[str, Any]],
    steps: Sequence[StepTemplate],
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {
        "topic": topic,
        "words": topic_words(topic),
        "language": language,
        "languages": settings.LANGUAGES,
        "rows": rows,
        "whens": whens(),
        "seen": [step.said(language) for step in steps],
        "stands": template_for(topic) is not None,
    }
    return show(request, "settings/pathway.html", **context, **more)


def _language(request: MemberRequest) -> str:
    known = [code for code, _name in settings.LANGUAGES]
    asked = request.POST.get("language") or request.GET.get("language") or (get_language() or "en")[:2]
    return asked if asked in known else "en"
