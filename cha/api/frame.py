"""The frame: every router of the API, under which address, and who may ask there.

A router of another app joins with one line in ROUTERS (README.md says how it is written).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from cha.channels.api.asking import channel_asks
from cha.core.api.answering import refused
from cha.core.api.asking import Asker
from cha.core.errors import ChaError, Invalid, NotFound, Unavailable
from cha.team.asking import member_asks
from cha.ui.errors import unavailable

BASE: Final = "api/v1"
log = logging.getLogger("cha.pages")
Asks = Callable[[HttpRequest, str], Asker]


@dataclass(frozen=True, slots=True)
class Side:
    """Who may ask: a function that lets a token in. `keys`: whether idempotency keys count for writes."""

    name: str
    asks: Asks
    words: str
    keys: bool = True


MEMBERS: Final = Side("member", member_asks, "A token of Settings, API: acts as one member.")
CHANNEL: Final = Side("channel", channel_asks, "The token of a channel of the API (Settings, Channels).", keys=False)


@dataclass(frozen=True, slots=True)
class Mount:
    """A router, as a dotted name, under an address below /api/v1."""

    under: str
    router: str
    side: Side = MEMBERS


ROUTERS: Final = (
    Mount("", "cha.api.team.router"),
    Mount("/people", "cha.api.people.router"),
    Mount("/conversations", "cha.api.conversations.router"),
    Mount("/conversations", "cha.api.messages.router"),
    Mount("/search", "cha.api.search.router"),
    Mount("/records", "cha.people.api_records.router"),
    Mount("/remedies", "cha.resolutions.api.remedies.router"),
    Mount("/approvals", "cha.resolutions.api.approvals.router"),
    Mount("/offers", "cha.resolutions.api.offers.router"),
    Mount("/complaints", "cha.resolutions.api.complaints.router"),
    Mount("/refusals", "cha.resolutions.api.refusals.router"),
    Mount("/channel", "cha.channels.api.endpoints.router", CHANNEL),
)


class Token:
    """What the document says of a side's token. The door has let it in before a router is asked."""

    def __init__(self, side: Side) -> None:
        self.openapi_security_schema = {"type": "http", "scheme": "bearer", "description": side.words}

    def __call__(self, request: HttpRequest) -> object:
        return getattr(request, "asker", None)


class MemberToken(Token):
    """Its name stands in the document."""


class ChannelToken(Token):
    """Its name stands in the document."""


class Json(Parser):
    """JSON by orjson: UTF-8 alone, no NaN, no endless nesting."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The values of a body. Raises ValueError."""
        return orjson.loads(request.body)


class Api(NinjaAPI):
    """Names its operations after their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def wrong_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first thing that does not fit. A name in an address that is none leads nowhere."""
    first = error.errors[0]
    where, *path = first["loc"]
    if where == "path":
        return refused(NotFound("There is nothing here."))
    # What comes first in a body is what its function calls it, which is nobody's business.
    field = ".".join(str(part) for part in (path[1:] if where == "body" else path)) or where
    words = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
    return refused(Invalid(f"{field}: {words}.", field=field))


def unread(request: HttpRequest, error: object) -> HttpResponse:
    """The body is no JSON."""
    return refused(Invalid("The body is no JSON in UTF-8.", code="unreadable", status=400))


def anything(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever else goes wrong, in the shape of errors; what nobody foresaw goes to the log."""
    if isinstance(error, ChaError):
        return refused(error)
    if isinstance(error, Http404):
        return refused(NotFound("There is nothing here."))
    busy = unavailable(error)
    if busy is not None:
        log.warning("%s %s could not be done: %s", request.method, request.path, error)
        return refused(Unavailable(busy.sentence, after=2))
    log.error("%s %s went wrong", request.method, request.path, exc_info=error)
    return refused(ChaError("Something went wrong here. It was noted; please try again."))


def _made() -> NinjaAPI:
    made = Api(title="Cha", version="1", docs_url=None, openapi_url=None, parser=Json())
    # Its types say that a class may come in place of an error; none does.
    made.add_exception_handler(ValidationError, wrong_values)  # type: ignore[arg-type]
    made.add_exception_handler(HttpError, unread)
    made.add_exception_handler(Exception, anything)  # type: ignore[arg-type]
    kinds = {MEMBERS.name: MemberToken(MEMBERS), CHANNEL.name: ChannelToken(CHANNEL)}
    for mount in ROUTERS:
        made.add_router(mount.under, mount.router, auth=kinds[mount.side.name])
    return made


def side_of(path: str) -> Side:
    """Who may ask at an address: of the longest mount that it lies under."""
    below = path.removeprefix(f"/{BASE}")
    fitting = [mount for mount in ROUTERS if f"{below}/".startswith(f"{mount.under}/")]
    return max(fitting, key=lambda mount: len(mount.under)).side if fitting else MEMBERS


api: Final = _made()
