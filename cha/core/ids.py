"""Ids that sort by time and tell nobody how many there are.

An id is a 63-bit integer: 41 bits of milliseconds since 2024-01-01 UTC (enough until 2093) and 22 bits that begin at a
random number in each millisecond and count on from there. It is the primary key (SQLite's rowid, so "newest first" is a
walk along the table) and, in thirteen letters of Crockford's base 32, the name in addresses and on the command line.
"""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from cha.core.clock import now

EPOCH_MS = 1_704_067_200_000
TAIL_BITS = 22
TAIL_MASK = (1 << TAIL_BITS) - 1
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 13
# Two letters at a time: lists of fifty write some two hundred ids.
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"o": 0, "i": 1, "l": 1}

if TYPE_CHECKING:
    BigInteger = models.BigIntegerField[int, int]
else:
    BigInteger = models.BigIntegerField

# Older mail that is brought along shares the first day, in its order: 20 seconds of the past to a millisecond.
FIRST_DAY_MS = 24 * 60 * 60 * 1000

# How many moments are remembered with the last tail that each was given.
KNOWN = 4096
_lock = threading.Lock()
_tails: dict[int, int] = {}


def new_id(at: datetime | None = None) -> int:
    """A new id for the moment `at` (aware; the clock's when None). Rises within one process and one millisecond.

    A moment that comes back (mails received together, a story told backwards) goes on counting where it stood, so ids
    of one process never meet; a count that ran through all moments would tell how many there are.
    """
    ms = _milliseconds(at or now())
    with _lock:
        tail = _tails.pop(ms, None)
        tail = secrets.randbits(TAIL_BITS - 1) if tail is None else (tail + 1) & TAIL_MASK
        _tails[ms] = tail
        if len(_tails) > KNOWN:
            del _tails[next(iter(_tails))]
    return (ms << TAIL_BITS) | tail


def first_id(at: datetime) -> int:
    """The smallest id that a thing made at `at` can have: a bound for "since" queries on the primary key."""
    return _milliseconds(at) << TAIL_BITS


def _milliseconds(at: datetime) -> int:
    """Milliseconds of an id, rising with the moment, from 1970 on."""
    past = int(at.timestamp() * 1000)
    ms = past - EPOCH_MS
    return ms if ms >= FIRST_DAY_MS else max(past * FIRST_DAY_MS // (EPOCH_MS + FIRST_DAY_MS), 0)


def moment(value: int) -> datetime:
    """When an id was made, to the millisecond, UTC; of what is older than 2024, some moment of its first day."""
    return datetime.fromtimestamp(((value >> TAIL_BITS) + EPOCH_MS) / 1000, tz=UTC)


def encode(value: int) -> str:
    """The id in thirteen letters, sorting as the number does. Raises ValueError when it is not a 63-bit number."""
    if not 0 <= value < 1 << 63:
        raise ValueError(f"{value} is not an id")
    pairs = _PAIRS
    low, high = value & 0x3FFFFFFF, value >> 30
    return (
        f"{ALPHABET[high >> 30]}{pairs[high >> 20 & 1023]}{pairs[high >> 10 & 1023]}{pairs[high & 1023]}"
        f"{pairs[low >> 20]}{pairs[low >> 10 & 1023]}{pairs[low & 1023]}"
    )


def encode_any(value: int | None) -> str | None:
    """`encode`, where there may be none: None stays None, and so does 0."""
    return encode(value) if value else None


def decode(text: str) -> int:
    """The number behind thirteen letters; forgiving about case, o, i and l. Raises ValueError for anything else."""
    if len(text) != LENGTH:
        raise ValueError("an id has thirteen letters")
    value = 0
    for letter in text.lower():
        if letter not in VALUES:
            raise ValueError(f"{letter!r} is no letter of an id")
        value = value << 5 | VALUES[letter]
    if value >= 1 << 63:
        raise ValueError("no such id")
    return value


class IdField(BigInteger):
    """The primary key: on SQLite the rowid itself, on PostgreSQL a bigint."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"primary_key": True, "default": new_id, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, "cha.core.ids.IdField", args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        # Only the exact words "integer primary key" make a column SQLite's rowid.
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "bigint"


class IdConverter:
    """An id in a URL path: thirteen letters there, an integer in the view. Anything else is a 404."""

    regex = "[0-9a-zA-Z]{13}"

    def to_python(self, value: str) -> int:
        return decode(value)

    def to_url(self, value: int | str) -> str:
        return value if isinstance(value, str) else encode(value)
