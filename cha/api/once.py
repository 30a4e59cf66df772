"""Idempotency keys: the same key with the same request does its work once, however often and from wherever it comes.

The key is written in the transaction of the work itself. So a crash takes both back, a second request at the same time
waits for the first and is given its answer, and what was refused, which changed nothing, may be tried anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from cha.api.models.answered import KEPT, Answered
from cha.core.api.answering import JSON
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.verbs import verb

HEADER: Final = "Idempotency-Key"
REPEATED: Final = "Idempotent-Replayed"
PATTERN: Final = "^[!-~]{1,80}$"
_KEY: Final = re.compile(r"[!-~]{1,80}")
Work = Callable[[], HttpResponse]


class _Refused(Exception):
    """Nothing may stay of it: the answer says why."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer


def once(request: HttpRequest, asker: str, work: Work) -> HttpResponse:
    """The answer of `work`, done once for the request's key; without a key, each time.

    Raises Invalid for a key that is none, Conflict where it stood for another request.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not _KEY.fullmatch(key):
        raise Invalid(f"{HEADER} has 1 to 80 letters, digits and signs, without spaces.", field=HEADER)
    asked = _digest(request)
    try:
        return _first(asker, key, asked, work) or _again(asker, key, asked)
    except _Refused as refused:
        return refused.answer


@verb
def _first(asker: str, key: str, asked: str, work: Work) -> HttpResponse | None:
    Answered.objects.filter(at__lt=now() - KEPT).delete()
    row = Answered(asker=asker, key=key, asked=asked)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    answer = work()
    if answer.status_code >= 400:
        raise _Refused(answer)
    row.status, row.said = answer.status_code, answer.content.decode()
    row.save(update_fields=["status", "said"])
    return answer


def _again(asker: str, key: str, asked: str) -> HttpResponse:
    row = Answered.objects.get(asker=asker, key=key)
    if row.asked != asked:
        raise Conflict("This key stood for another request. Every new request has a new key.", code="key_used")
    answer = HttpResponse(row.said, status=row.status, content_type=JSON if row.said else None)
    answer[REPEATED] = "true"
    return answer


def _digest(request: HttpRequest) -> str:
    # Without a body there is nothing to read, and where a form was announced nothing can be.
    body = request.body if int(request.META.get("CONTENT_LENGTH") or 0) else b""
    whole = b"\0".join((str(request.method).encode(), request.get_full_path().encode(), body))
    return hashlib.sha256(whole).hexdigest()
