"""How much a token may ask: so many requests in a minute that begins with the first, counted in this process."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpResponse

from cha.core.errors import TooMany

SECONDS: Final = 60
MOST_TOKENS: Final = 5000


@dataclass(slots=True)
class Span:
    """One token's minute: when it began (monotonic seconds), and how many requests it has had."""

    began: float
    count: int = 0


_spans: OrderedDict[str, Span] = OrderedDict()
_lock = threading.Lock()


def take(key: str) -> Span:
    """Count one more request of a token. Raises TooMany, saying after how many seconds to ask again."""
    at = time.monotonic()
    with _lock:
        span = _spans.get(key)
        if span is None or at - span.began >= SECONDS:
            span = _spans[key] = Span(at)
            _spans.move_to_end(key)
            if len(_spans) > MOST_TOKENS:
                _spans.popitem(last=False)
        span.count += 1
        if span.count > _most():
            raise TooMany(f"More than {_most()} requests in a minute. Wait a moment.", after=_left(span, at))
        return span


def tell(answer: HttpResponse, span: Span) -> None:
    """Say on an answer what is left (RateLimit fields of the IETF's draft)."""
    answer["RateLimit-Policy"] = f'"minute";q={_most()};w={SECONDS}'
    left = max(_most() - span.count, 0)
    answer["RateLimit"] = f'"minute";r={left};t={_left(span, time.monotonic())}'


def forget() -> None:
    """Begin anew: for tests."""
    with _lock:
        _spans.clear()


def _left(span: Span, at: float) -> int:
    return max(1, math.ceil(span.began + SECONDS - at))


def _most() -> int:
    return int(settings.CHA_API_PER_MINUTE)
