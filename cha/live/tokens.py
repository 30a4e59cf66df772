"""Signed lists of topics: who may listen is decided where a page is made; the hub only checks the signature.

A topic is a short word such as `queue`, `conversation:0abc…` or `member:0abc…`; a subject says whose token it is
(`member:…`, `person:…`), so that losing sight can close it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core import signing

SALT = "cha.live"
LIFETIME = 60 * 60 * 12


class BadToken(Exception):
    """Forged, damaged or older than twelve hours."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a token says: whose it is, which topics, and when it was signed (seconds since 1970, UTC)."""

    subject: str
    topics: tuple[str, ...]
    issued: float


def sign(topics: list[str], subject: str) -> str:
    """A token with which `subject` may listen to `topics` for twelve hours."""
    return signing.dumps([subject, topics, round(time.time(), 3)], salt=SALT, compress=True)


def read(token: str) -> Sight:
    """What a token says. Raises BadToken."""
    try:
        subject, topics, issued = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadToken(str(error)) from error
    return Sight(str(subject), tuple(map(str, topics)), float(issued))
