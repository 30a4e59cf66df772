"""Cursors: where a list goes on. Opaque, signed, and good for the list that gave them alone.

A cursor holds the sort values of the last row that was given, so rows that come or go meanwhile shift nothing.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from cha.core.errors import NotFound

LABEL = "cha.core.api.cursor"
SIGNED = 9
MOST = 100
USUAL = 50


def cursor(of: str, *values: Any) -> str:
    """The cursor behind a row with these sort values (JSON, moments in ISO), in the list `of`."""
    body = orjson.dumps(values)
    return urlsafe_b64encode(_signature(of, body) + body).rstrip(b"=").decode("ascii")


def place(of: str, given: str, *kinds: type) -> list[Any] | None:
    """The sort values that a cursor of this list holds; None without one. Raises NotFound for any other."""
    if not given:
        return None
    try:
        whole = urlsafe_b64decode(given + "=" * (-len(given) % 4))
        if constant_time_compare(whole[:SIGNED], _signature(of, whole[SIGNED:])):
            values: list[Any] = orjson.loads(whole[SIGNED:])
            if len(values) == len(kinds) and all(map(isinstance, values, kinds)):
                return values
    except ValueError:
        pass
    raise NotFound("This list gave no such cursor. Take `next` as it is, or begin anew without one.", field="after")


def _signature(of: str, body: bytes) -> bytes:
    value = of.encode() + b"\0" + body
    return salted_hmac(LABEL, value, secret=settings.SECRET_KEY, algorithm="sha256").digest()[:SIGNED]
