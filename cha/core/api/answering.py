"""An answer of the API, and the one shape that every error has."""

from __future__ import annotations

from typing import Any, Final, NotRequired

import orjson
from django.http import HttpResponse
from pydantic import with_config
from typing_extensions import TypedDict

from cha.core.api.types import EXACT
from cha.core.errors import ChaError

JSON: Final = "application/json"
_AS: Final = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


@with_config(EXACT)
class Wrong(TypedDict):
    """What went wrong. `code` is for programs and stays; `words` are for people; `field` is where it is."""

    code: str
    words: str
    field: NotRequired[str]


@with_config(EXACT)
class Error(TypedDict):
    """The shape of every answer that is not 2xx."""

    error: Wrong


def said(data: Any, status: int = 200) -> HttpResponse:
    """Plain values as a JSON answer; moments in UTC with a Z."""
    return HttpResponse(orjson.dumps(data, option=_AS), status=status, content_type=JSON)


def nothing() -> HttpResponse:
    """Done, and there is nothing to say (204)."""
    return HttpResponse(status=204)


def refused(error: ChaError) -> HttpResponse:
    """An error in its shape; with Retry-After where it says `after` how many seconds."""
    wrong: dict[str, object] = {"code": error.code, "words": error.sentence}
    if field := error.details.get("field"):
        wrong["field"] = str(field)
    answer = said({"error": wrong}, error.details.get("status") or error.status)  # type: ignore[arg-type]
    if (after := error.details.get("after")) is not None:
        answer["Retry-After"] = str(after)
    if error.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer
