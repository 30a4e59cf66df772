"""The door of the API: every request passes here, and every answer leaves in one shape.

In order: is there such an address and method, does the token let in, is it within its limits, may it write, does the
request fit; then the router does it, once for a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from cha.api import limiting
from cha.api.document import operations_at, takes, takes_json
from cha.api.frame import Side, anything, side_of
from cha.api.once import once
from cha.core.api.answering import JSON, refused
from cha.core.errors import ChaError, Invalid, NotFound, Refused, SignedOut, TooLarge, TooMany
from cha.core.limits import within

ROUTES: Final = "cha.api.routes"
# Bytes of JSON: a long letter with everything around it has a tenth.
MOST_JSON: Final = 1_000_000
# So many wrong tokens from one address in a minute are mistakes; more are guesses.
WRONG_TOKENS: Final = 60
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def answer(request: HttpRequest) -> HttpResponse:
    """The answer to any request below /api."""
    try:
        return _answer(request)
    except Exception as error:
        return anything(request, error)


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        match = resolve(request.path_info, ROUTES)
    except Resolver404:
        raise NotFound("There is nothing here. The document says what there is: /api/v1/openapi.json.") from None
    operations = operations_at(match.route)
    if not operations:
        return _open(request, match)
    operation = operations.get(str(request.method).lower())
    if operation is None:
        return _not_so(request, operations)
    side = side_of(request.path_info)
    span = limiting.take(_let_in(request, side))
    made = _done(request, match, operation, side)
    limiting.tell(made, span)
    made["Cache-Control"] = "no-store"
    return made


def _open(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """The document and its page are everybody's."""
    if request.method not in ("GET", "HEAD"):
        return _not_so(request, {"get": {}})
    made: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return made


def _not_so(request: HttpRequest, operations: Mapping[str, Any]) -> HttpResponse:
    allowed = ", ".join(sorted(method.upper() for method in operations))
    made = refused(Invalid(f"Not {request.method} here; {allowed}.", code="method_not_allowed", status=405))
    made["Allow"] = allowed
    return made


def _let_in(request: HttpRequest, side: Side) -> str:
    """The key of the token that asks. Raises SignedOut, and TooMany where somebody keeps guessing."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        request.asker = asker = side.asks(request, token.strip() if kind.lower() == "bearer" else "")  # type: ignore[attr-defined]
    except SignedOut:
        if not within("api-token", request.META.get("REMOTE_ADDR", ""), WRONG_TOKENS, seconds=60):
            raise TooMany("Too many wrong tokens. Wait a minute.", after=60) from None
        raise
    if request.method not in READING and not asker.writes:
        raise Refused("This token reads. One that writes is made in Settings, API.", code="reads_only")
    return asker.key


def _done(request: HttpRequest, match: ResolverMatch, operation: Mapping[str, Any], side: Side) -> HttpResponse:
    try:
        _must_fit(request, dict(operation))
        if request.method in READING or not side.keys:
            return _routed(request, match)
        return once(request, request.asker.key, lambda: _routed(request, match))  # type: ignore[attr-defined]
    except ChaError as error:
        return refused(error)


def _routed(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    made: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return made


def _must_fit(request: HttpRequest, operation: dict[str, Any]) -> None:
    """Raises TooLarge; Invalid for a name in the query that is not known, or a body that is no JSON by its header."""
    if "%00" in request.META["QUERY_STRING"]:
        # Taken out of it by now, as for forms; here what does not fit is refused.
        raise Invalid("U+0000 is no letter.", field="query")
    unknown = sorted(set(request.GET) - takes(operation))
    if unknown:
        raise Invalid(f"“{unknown[0][:40]}” is not asked for here.", field=unknown[0][:40], code="unknown_name")
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    json = takes_json(operation) or "requestBody" not in operation
    most = MOST_JSON if json else int(settings.CHA_MAX_UPLOAD)
    if size > most:
        raise TooLarge(f"That is larger than {most:,} bytes, the most that is taken here.")
    if json and size and request.content_type != JSON:
        raise Invalid(f"The body is {JSON}, and its Content-Type says so.", code="not_json", status=415)
