"""What was typed, before any view sees it: without U+0000, which PostgreSQL keeps in no text."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from cha.ui.errors import not_found

NUL = "\x00"


class PlainInput:
    """Middleware: takes U+0000 out of the query and of forms; an address with one leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META["QUERY_STRING"]:
            request.GET = plain(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        if any(isinstance(value, str) and NUL in value for value in kwargs.values()):
            return not_found(request, ValueError(NUL))
        if request.method == "POST" and any(NUL in value for _, values in request.POST.lists() for value in values):
            request.POST = plain(request.POST)  # type: ignore[assignment]
        return None


def plain(given: QueryDict) -> QueryDict:
    """A copy without U+0000 in names and values."""
    kept = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        kept.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    kept._mutable = False
    return kept
