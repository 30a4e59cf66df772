"""Errors become pages here, once: a ChaError's sentence, with its status, in the form the caller asked for."""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cha.core.errors import ChaError, Invalid, NotFound, Refused, Unavailable

STREAM = "text/vnd.turbo-stream.html"
log = logging.getLogger("cha.pages")


class ErrorPages:
    """Middleware: a ChaError raised by a view becomes its page, or JSON for a program, with the error's status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ChaError):
            busy = unavailable(error)
            if busy is None:
                return None
            log.warning("%s %s could not be done: %s", request.method, request.path, error)
            error = busy
        return page(request, error, error.status)


def unavailable(error: BaseException | None) -> Unavailable | None:
    """What to say when the database is held by something else, or the disk is full; None for every other error."""
    words, number = str(error).lower(), getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in words or "no space left" in words:
        return Unavailable(_("The disk here is full. Nothing was changed; please try again when there is room."))
    if isinstance(error, OperationalError):
        return Unavailable(_("Very busy just now. Nothing was changed; please go back and try again in a moment."))
    return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django could not make sense of what was sent."""
    return page(request, Invalid(_("That did not arrive whole. Please go back and try again.")), 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django refused."""
    return page(request, Refused(_("This is not for you. Somebody who may can help.")), 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such address."""
    return page(request, NotFound(_("There is nothing here. It may have moved, or it is not yours to see.")), 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its proof: it was open too long, or came from elsewhere."""
    sentence = _("This page was open too long. Go back, load it again, and what you wrote is mostly still there.")
    return page(request, Refused(sentence, code="csrf"), 403)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """An error nobody foresaw. Plain, because what makes pages may be what broke."""
    busy = unavailable(sys.exc_info()[1])
    words = busy.sentence if busy else _("Something went wrong here. It was noted; please try again.")
    return HttpResponse(f"<!doctype html><title>Cha</title><h1>{words}</h1>", status=busy.status if busy else 500)


def page(request: HttpRequest, error: ChaError, status: int) -> HttpResponse:
    """An error as its page; for a form within a page, as a word that leaves the page and what was typed as they are;
    for a program, as JSON.
    """
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": {"code": error.code, "sentence": error.sentence}}, status=status)
    if request.method == "POST" and STREAM in request.headers.get("Accept", ""):
        return render(request, "ui/error_toast.html", {"error": error}, status=status, content_type=STREAM)
    return render(request, "ui/error.html", {"error": error}, status=status)
