"""Signed lists of topics: who may listen is decided where a page is made; the hub only checks the signature.

A topic is a short word such as `queue`, `conversation:0abc…` or `member:0abc…`; a subject says whose token it is
(`member:…`, `visitor:…`), so that losing sight can close it. A token for a page of another site names that site: it is
answered there, and nowhere else.
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
    """What a token says: whose it is, which topics, and when it was signed (seconds since 1970, UTC).

    `origin` is the other site whose pages may use it (RFC 6454), "" for our own pages.
    """

    subject: str
    topics: tuple[str, ...]
    issued: float
    origin: str = ""


def sign(topics: list[str], subject: str, origin: str = "") -> str:
    """A token with which `subject` may listen to `topics` for twelve hours, on the pages of `origin`."""
    return signing.dumps([subject, topics, round(time.time(), 3), origin], salt=SALT, compress=True)


def read(token: str) -> Sight:
    """What a token says. Raises BadToken."""
    try:
        subject, topics, issued, *origin = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadToken(str(error)) from error
    return Sight(str(subject), tuple(map(str, topics)), float(issued), *map(str, origin[:1]))
