"""The page of kept promises: open to everybody once the business says so, and not there before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from cha.core.clock import now
from cha.language.times import said
from cha.portal.pages import customers, show
from cha.portal.promises_page import headline, is_open, kept_promises, kind_words, rest
from cha.team.models import brand


@require_safe
@customers
def kept_promises_page(request: HttpRequest) -> HttpResponse:
    """How many promises were made this month, and what became of them."""
    if not is_open():
        raise Http404
    face, language = brand(), translation.get_language() or "en"
    zone = face.zone if face else "UTC"
    kept = kept_promises(now(), zone)
    context = {
        "kept": kept,
        "headline": headline(kept, zone, language),
        "rest": rest(kept.went.this),
        "kinds": [(*kind_words(kind), done, among) for kind, done, among in kept.kinds],
        "counted": said(kept.counted_at, now=now(), zone=zone, language=language),
    }
    return show(request, "kept_promises", context)
