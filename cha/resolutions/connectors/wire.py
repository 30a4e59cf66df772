"""One question to a house over the guard of `core.outbound`, and what its trouble means: did anything leave, or not.

The providers' own libraries speak through it too: none of them opens a connection by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from cha.core.errors import Invalid, Refused, TooLarge, Unavailable
from cha.core.outbound import Answer, fetch
from cha.resolutions.connectors.base import STEP, WHOLE, House, Outcome, doubt, refused, unsent

AGENT: Final = "Cha (customer service)"
# How the system numbers its errors says nothing to whoever reads them.
_NUMBER: Final = re.compile(r"\[Errno -?\d+\] ")
_MOST: Final = 2 * 1024 * 1024
_BUSY: Final = timedelta(minutes=1)


class NotSent(Exception):
    """Nothing left this machine; the words say why."""


class Lost(Exception):
    """It left, and nobody knows what became of it; the words say why."""


def put(
    house: House, url: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """Ask `url` once. Raises NotSent, Lost. Must not be called inside a transaction."""
    if not house.private and not url.startswith("https://"):
        raise NotSent(f"{urlsplit(url).hostname or url} is asked by https only.")
    said = {"User-Agent": AGENT, **(headers or {})}
    try:
        return fetch(
            url,
            method=method,
            body=body,
            headers=said,
            timeout=STEP,
            whole=WHOLE,
            most=_MOST,
            allow_private=house.private,
        )
    except (Invalid, Refused) as error:
        raise NotSent(error.sentence) from error
    except Unavailable as error:
        words = _NUMBER.sub("", error.sentence)
        raise (NotSent if error.code in ("not_reached", "no_such_host") else Lost)(words) from error
    except TooLarge as error:
        raise Lost(error.sentence) from error


def ask(
    house: House, url: str, *, method: str = "GET", value: object = None, headers: Mapping[str, str] | None = None
) -> tuple[int, Any, Answer]:
    """Ask with JSON, get JSON: the status, the value (None for what is none) and the whole answer. Raises as `put`."""
    body = None if value is None else json.dumps(value).encode()
    said = {"Accept": "application/json", **({"Content-Type": "application/json"} if body else {}), **(headers or {})}
    answer = put(house, url, method=method, body=body, headers=said)
    try:
        found = json.loads(answer.body) if answer.body else None
    except (ValueError, RecursionError):
        found = None
    return answer.status, found, answer


def of_status(status: int, name: str, words: str, *, changing: bool) -> Outcome:
    """What an answer that is no success means (0: there was none). `changing`: it was asked to do something, and may
    have.

    What a house refuses (400 to 499) it has not done; what breaks it (500 and more) it may have.
    """
    if status in (401, 403):
        return refused(
            f"{name} does not let us in: the key is wrong, was withdrawn, or may not do this. {words}".strip()
        )
    if status in (408, 409, 425) or status >= 500 or status < 400:
        said = f"{name} had trouble{f' ({status})' if status else ''} and did not say what it did. {words}".strip()
        return doubt(said) if changing else unsent(said)
    if status == 429:
        return unsent(f"{name} asks us to wait.", _BUSY)
    return refused(f"{name} says no: {words or status}")


def not_installed(name: str) -> Outcome:
    """The house's own library is not here: nothing was asked."""
    return unsent(f'{name}\'s library is not installed here: pip install "cha[payments]".')


def is_secure(address: str, private: bool) -> bool:
    """Whether an address may be one of a house: https, or http where private networks are allowed."""
    parts = urlsplit(address)
    schemes = ("https", "http") if private else ("https",)
    return parts.scheme in schemes and bool(parts.hostname) and not parts.username and not parts.fragment
