"""The door of the chat: which site asks, for which chat, and which browser it is. Answers are JSON, errors too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cha.channels.chat.choices import Choices, choices_of
from cha.channels.models import Channel
from cha.channels.models.visit import Visitor, visitor_called
from cha.core.errors import ChaError, NotFound, Refused, TooMany
from cha.core.queries import asked
from cha.people.models import ContactPoint, Person
from cha.portal.chat.bodies import said_in
from cha.portal.chat.limits import PER_ADDRESS, PER_VISITOR, machine_of, must, must_from
from cha.portal.chat.tokens import Token, read_token, signed_out
from cha.portal.tongues import spoken
from cha.ui.errors import unavailable

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
Said = dict[str, Any] | list[Any]
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST, PUT",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "7200",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A browser that we know by its token. `row` is there once there is something to remember of it."""

    token: Token
    row: Visitor | None

    @property
    def key(self) -> str:
        return self.token.key

    @property
    def account(self) -> ContactPoint | None:
        """Who their site says, under its signature and now, that they are."""
        return self.row.account if self.row and self.token.signed else None

    @property
    def person(self) -> Person | None:
        """The person that the site vouches for; None for everybody else, whatever they say they are."""
        return self.account.person if self.account else None


@dataclass
class Door:
    """What a view of the chat is given."""

    request: HttpRequest
    channel: Channel
    origin: str

    @cached_property
    def choices(self) -> Choices:
        """What the business chose for this chat."""
        return choices_of(self.channel.settings)

    @cached_property
    def said(self) -> dict[str, Any]:
        """The body. Raises TooLarge, Invalid."""
        return said_in(self.request)

    @cached_property
    def machine(self) -> str:
        return machine_of(self.request)

    @property
    def bearer(self) -> str:
        """The token that came along; "" for none."""
        kind, _space, words = self.request.headers.get("Authorization", "").partition(" ")
        return words.strip() if kind.lower() == "bearer" else ""

    @cached_property
    def caller(self) -> Caller:
        """Which browser it is. Raises SignedOut."""
        return caller_by(self.bearer, self.channel)

    @property
    def language(self) -> str:
        return spoken(translation.get_language() or "") or "en"


def caller_by(words: str, channel: Channel) -> Caller:
    """The browser that a token names. Raises SignedOut for one that is forged, void, or whose site's word is over."""
    token = read_token(words, channel.pk)
    row = visitor_called(token.key)
    if (row.series if row else 1) != token.series or (row and row.channel_id != channel.pk):
        raise signed_out()
    if row and row.account_id and not token.signed:
        # What was said as somebody is theirs: on a device that others use, too, when they have left.
        raise signed_out()
    return Caller(token, row)


def chat(
    method: str, *, known: bool = True
) -> Callable[[Callable[Concatenate[Door, P], Said | tuple[int, Said] | HttpResponseBase]], Any]:
    """Make a view of the chat: for one method, for allowed sites only; with `known`, for browsers that have a token.

    The view returns what is said as JSON, with a status where it is not 200; a ChaError becomes its JSON.
    """

    def make(view: Callable[Concatenate[Door, P], Said | tuple[int, Said] | HttpResponseBase]) -> Any:
        @csrf_exempt
        @wraps(view)
        def enter(request: HttpRequest, key: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            site = ""
            with translation.override(_asked_language(request)):
                try:
                    door = _door(request, key)
                    site = door.origin
                    if request.method == "OPTIONS":
                        return _to(site, _preflight())
                    if request.method != method:
                        return _to(site, JsonResponse(_error("method", _("That cannot be done here.")), status=405))
                    if known:
                        _know(door)
                    must_from("address", door.machine, PER_ADDRESS)
                    response = _answer(view(door, *args, **kwargs))
                except Exception as error:
                    response = _failed(error)
            return _to(site, response)

        return enter

    return make


def _know(door: Door) -> None:
    caller = door.caller
    must("visitor", caller.key, PER_VISITOR)
    if caller.row and caller.row.language and not door.request.GET.get("language"):
        translation.activate(caller.row.language)


def _asked_language(request: HttpRequest) -> str:
    return spoken(request.GET.get("language", "")) or spoken(translation.get_language() or "") or "en"


def _door(request: HttpRequest, key: str) -> Door:
    """The door of a chat. Raises NotFound where there is none, Refused for a site that may not show it."""
    channel = next(iter(_chats(key.lower()[:320])), None)
    if channel is None:
        raise NotFound(_("There is no such chat."), code="no_chat")
    origin = request.headers.get("Origin", "")
    if origin and origin not in (*choices_of(channel.settings).origins, own_origin()):
        sentence = _("This chat may not stand on this site. Whoever looks after it can allow it.")
        raise Refused(sentence, code="not_allowed")
    if not channel.active:
        raise _Closed(origin)
    return Door(request, channel, origin)


class _Closed(NotFound):
    """The chat was switched off; the site that shows it may know."""

    code = "no_chat"

    def __init__(self, origin: str) -> None:
        super().__init__(_("This chat is switched off. Please write or call another way."))
        self.origin = origin


@asked(str)
def _chats(key: str) -> QuerySet[Channel]:
    return Channel.objects.select_related("brand", "team").filter(medium="chat", address=key)[:1]


def own_origin() -> str:
    """Our own pages may show the chat, too."""
    return str(settings.CHA_PUBLIC_URL).rstrip("/")


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    for name, value in PREFLIGHT.items():
        response[name] = value
    return response


def _answer(said: Said | tuple[int, Said] | HttpResponseBase) -> HttpResponseBase:
    if isinstance(said, HttpResponseBase):
        return said
    status, words = said if isinstance(said, tuple) else (200, said)
    response = JsonResponse(words, status=status, safe=False)
    response["Cache-Control"] = "private, no-store"
    return response


def _failed(error: Exception) -> HttpResponse:
    """An error as JSON. Raises it again when nobody foresaw it."""
    if not isinstance(error, ChaError):
        busy = unavailable(error)
        if busy is None:
            raise error
        error = busy
    response = JsonResponse(_error(error.code, error.sentence), status=error.status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.details.get("after", 60))
    if isinstance(error, _Closed):
        return _to(error.origin, response)
    return response


def _error(code: str, words: str) -> dict[str, Any]:
    return {"error": {"code": code, "words": words}}


def _to(site: str, response: R) -> R:
    """The answer, which the asking site may read; for no other."""
    response["Vary"] = "Origin, Accept-Language"
    if site:
        response["Access-Control-Allow-Origin"] = site
        response["Access-Control-Expose-Headers"] = "Retry-After"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
