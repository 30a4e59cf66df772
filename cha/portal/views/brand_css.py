"""The business's own colours, as a style sheet that every customer's page links."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from cha.portal.colours import sheet
from cha.team.models import brand


def _etag(request: HttpRequest) -> str:
    face = brand()
    return f'"{hashlib.sha256(sheet(face.colour if face else "").encode()).hexdigest()[:20]}"'


@require_safe
@cache_control(public=True, max_age=60)
@condition(etag_func=_etag)
def brand_css(request: HttpRequest) -> HttpResponse:
    """`[data-brand="own"]`: the names of tokens.css, from the colour the business chose."""
    face = brand()
    return HttpResponse(sheet(face.colour if face else ""), content_type="text/css; charset=utf-8")
