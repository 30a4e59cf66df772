"""Errors become pages here, once: a ChaError's sentence, with its status, in the form the caller asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from cha.core.errors import ChaError


class ErrorPages:
    """Middleware: a ChaError raised by a view becomes its page, or JSON for a program, with the error's status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ChaError):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            body = {"error": {"code": error.code, "sentence": error.sentence}}
            return JsonResponse(body, status=error.status)
        return render(request, "ui/error.html", {"error": error}, status=error.status)
