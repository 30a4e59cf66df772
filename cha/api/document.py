"""The OpenAPI document, made once: what the routers say, and what the frame adds to all of them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from cha.api import once
from cha.api.frame import BASE, CHANNEL, MEMBERS, api
from cha.core.api.answering import JSON, said

READING: Final = frozenset({"get"})
ABOUT: Final = """People, conversations, messages and notes, as the screens know them.

Errors have one shape: `{"error": {"code", "words", "field"}}`. What a token's member may not see is not found (404).
Lists go on with `after`, which takes the `next` of the page before. A write with an `Idempotency-Key` is done once.
"""
_WORDS: Final = {
    400: "The body cannot be read.",
    401: "No token, or none that lets in.",
    403: "The token, or its member, may not do this.",
    404: "It is not there, or not for this token.",
    409: "Somebody or something was quicker, or the key stood for another request.",
    413: "Larger than is taken here.",
    415: "Not the content type that is taken here.",
    422: "A value does not fit; `field` says which.",
    429: "Too many requests; `Retry-After` says how long to wait.",
    503: "Not now; nothing was changed.",
}
_READ: Final = (401, 404, 422, 429, 503)
_WRITE: Final = tuple(_WORDS)
_ERROR: Final = {
    "type": "object",
    "description": "The shape of every answer that is not 2xx.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string", "description": "For programs; stays as it is."},
                "words": {"type": "string", "description": "For people."},
                "field": {"type": "string", "description": "Where it is, if it is somewhere."},
            },
            "required": ["code", "words"],
            "additionalProperties": False,
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}
_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@cache
def document() -> dict[str, Any]:
    """The whole document as JSON values."""
    made: dict[str, Any] = {**api.get_openapi_schema(path_prefix=f"{BASE}/")}
    made["info"] = {"title": "Cha", "version": "1", "description": ABOUT}
    made["servers"] = [{"url": "/"}]
    made["components"]["schemas"]["Error"] = _ERROR
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
            _complete(path, method, operation)
    return made


def operations_at(route: str) -> dict[str, Any]:
    """What the document says of a route of Django's (`api/v1/people/<person_id>`), by method in small letters."""
    found: dict[str, Any] = document()["paths"].get("/" + _PARAMETER.sub(r"{\1}", route), {})
    return found


def takes(operation: dict[str, Any]) -> set[str]:
    """The names in a query that an operation knows."""
    return {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}


def takes_json(operation: dict[str, Any]) -> bool:
    """Whether an operation takes a body of JSON."""
    return JSON in operation.get("requestBody", {}).get("content", {})


def document_json(request: HttpRequest) -> HttpResponse:
    """GET /api/v1/openapi.json"""
    return said(document())


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    reads = method in READING
    keys = CHANNEL.keys if f"{BASE}/channel/" in path else MEMBERS.keys
    if not reads and keys:
        about = "Makes asking again harmless, for 24 hours: one key, one request, one answer."
        schema = {"type": "string", "pattern": once.PATTERN}
        given = {"in": "header", "name": once.HEADER, "required": False, "description": about, "schema": schema}
        operation["parameters"] = [*operation.get("parameters", ()), given]
    for status in _READ if reads else _WRITE:
        answer: dict[str, Any] = {"description": _WORDS[status]}
        answer["content"] = {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}
        operation["responses"].setdefault(str(status), answer)
