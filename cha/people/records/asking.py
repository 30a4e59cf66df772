"""One question to a shop: JSON, or what is wrong in words. The other side is not trusted with anything."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from cha.core.errors import Invalid, Refused, TooLarge, Unavailable
from cha.core.outbound import Answer, fetch

MOST: Final = 1_000_000
STEP: Final = 8.0
WHOLE: Final = 20.0
LONGEST_WAIT: Final = timedelta(hours=1)
SHORTEST_WAIT: Final = timedelta(seconds=1)
USUAL_WAIT: Final = timedelta(minutes=1)
# How the system numbers its errors says nothing to whoever reads them.
_NUMBER: Final = re.compile(r"\[Errno -?\d+\] ")
AGENT: Final = "Cha (customer service)"
Ask = Callable[[str], Any]

_WORDS: Final = {
    400: "{host} does not understand the question. Is the address right?",
    401: "{host} does not let us in: the key is wrong, or was withdrawn.",
    402: "{host} is frozen: its owner has to pay first.",
    403: "{host} does not show us orders: the key has no leave to read them.",
    404: "{host} has nothing at this address. Is it right?",
    423: "{host} is locked. Its owner can say why.",
    429: "{host} asks us to wait.",
}


class Trouble(Exception):
    """What is wrong, in words that go on a page. `again`: how long the shop asks us to wait."""

    def __init__(self, words: str, again: timedelta | None = None) -> None:
        super().__init__(words)
        self.words, self.again = words[:300], again


@dataclass(frozen=True, slots=True)
class Shop:
    """How a shop is asked: where, as whom, with which headers; `mapping` is a REST shop's."""

    kind: str
    url: str
    user: str
    secret: str
    mapping: Mapping[str, Any]

    @property
    def host(self) -> str:
        """Whom we speak to, for people."""
        return urlsplit(self.url).hostname or self.url


def basic(user: str, password: str) -> str:
    """A header's value for a name and a password (RFC 7617)."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")


def ask(url: str, headers: Mapping[str, str], at: datetime) -> Any:
    """What a shop answers at `url`, as JSON values. Raises Trouble. Must not be called inside a transaction."""
    host = urlsplit(url).hostname or url
    said = {"Accept": "application/json", "User-Agent": AGENT, **headers}
    try:
        private = settings.CHA_RECORDS_PRIVATE
        answer = fetch(url, headers=said, timeout=STEP, whole=WHOLE, most=MOST, allow_private=private)
    except (Invalid, Refused, TooLarge, Unavailable) as error:
        raise Trouble(_NUMBER.sub("", error.sentence)) from error
    return judged(answer, host, at)


def judged(answer: Answer, host: str, at: datetime) -> Any:
    """The JSON of an answer. Raises Trouble for every other."""
    status = answer.status
    if 300 <= status < 400:
        leads = urlsplit(answer.headers.get("location", "")).hostname
        place = f" to {leads[:100]}" if leads and leads != host else ""
        raise Trouble(
            f"{host} leads us on{place}, and we do not follow. Type the address that it leads to, if it is yours."
        )
    if status == 429 or (status == 503 and "retry-after" in answer.headers):
        raise Trouble(_WORDS[429].format(host=host), pause(answer.headers.get("retry-after", ""), at))
    if status >= 500:
        raise Trouble(f"{host} has trouble of its own ({status}).")
    if status != 200:
        raise Trouble(
            _WORDS.get(status, "{host} does not answer the question ({status}).").format(host=host, status=status)
        )
    try:
        found = json.loads(answer.body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        what = "a page" if answer.body.lstrip()[:1] == b"<" else "something"
        raise Trouble(f"{host} answered with {what} that is no data. Is the address that of its API?") from None
    return found


def pause(retry_after: str, at: datetime) -> timedelta:
    """How long a shop asks us to wait: seconds or a date (RFC 9110, 10.2.3), an hour at most; a minute by default."""
    said = retry_after.strip()
    try:
        # Shopify writes its seconds with a fraction.
        wait = timedelta(seconds=min(float(said), 86400.0)) if said[:1].isdigit() else parsedate_to_datetime(said) - at
    except (ValueError, TypeError, OverflowError):
        return USUAL_WAIT
    return min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def moment_of(value: object, *, naive_is_utc: bool = False) -> str | None:
    """A moment of a shop's as RFC 3339 text; None for what is none. WooCommerce writes UTC without saying so."""
    if not isinstance(value, str) or not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    if found.tzinfo is None:
        if not naive_is_utc:
            return None
        found = found.replace(tzinfo=UTC)
    return found.isoformat()
