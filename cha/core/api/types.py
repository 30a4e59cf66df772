"""Values of the API as they come in and go out, each with what the OpenAPI document says of it.

What is sent to us is an `Input`: unknown names and other types than said are refused. What goes out is a TypedDict of
plain values, written as JSON without being looked through again.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from cha.core.api.cursors import MOST, USUAL
from cha.core.ids import decode, encode

# As it is written; when read, letters may be large, and o, i and l are taken for 0 and 1.
ID_PATTERN: Final = "^[0-7][0-9a-hjkmnp-tv-z]{12}$"
ID_SCHEMA: Final = {"type": "string", "pattern": ID_PATTERN, "examples": ["0a1b2c3d4e5f6"]}
LAST_YEAR: Final = 2200
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)((?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d))", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# PostgreSQL keeps U+0000 in no text.
_PLAIN: Final = r"^[^\u0000]*$"
_SEEN: Final = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
# What goes out holds what its type says and nothing else: `@with_config(EXACT)`.
EXACT: Final = ConfigDict(extra="forbid")


def id_of(value: object) -> int:
    """The number behind an id. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("An id is thirteen letters.")  # noqa: TRY004 - pydantic wants it so
    return decode(value)


def moment_of(value: object) -> datetime:
    """An aware moment, from RFC 3339 text. Raises ValueError. Where the calendar ends, so do offsets."""
    said = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if said is None:
        raise ValueError("A moment says its day, time and offset, such as 2026-11-23T09:30:00Z.")
    # A leap second is none here.
    day, time, second, rest = said.groups()
    found = datetime.fromisoformat(f"{day}T{time}:{min(int(second), 59):02}{rest}".upper())
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return found.replace(tzinfo=UTC)


def day_of(value: object) -> date:
    """A day of the calendar, from RFC 3339 text. Raises ValueError."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("A day is written as 2026-11-23.")
    return date.fromisoformat(value)


Id = Annotated[int, BeforeValidator(id_of), PlainSerializer(encode), WithJsonSchema(ID_SCHEMA)]
Moment = Annotated[datetime, BeforeValidator(moment_of), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, BeforeValidator(day_of), WithJsonSchema({"type": "string", "format": "date"})]

# One line that may be empty, of so many letters at most.
Code = Annotated[str, StringConstraints(max_length=40, pattern=_PLAIN)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=_PLAIN)]
LongLine = Annotated[str, StringConstraints(max_length=500, pattern=_PLAIN)]
Text = Annotated[str, StringConstraints(max_length=4_000, pattern=_PLAIN)]
# Something said: at least one letter that is seen. However it is escaped, it fits into the largest body.
Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=_SEEN)]
Named = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_SEEN)]

# As it goes out.
PublicId = Annotated[str, WithJsonSchema(ID_SCHEMA)]
Said = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]


class Input(BaseModel):
    """The base of what is sent to us as JSON."""

    model_config = ConfigDict(extra="forbid")


class Page(BaseModel):
    """The base of what a list is asked with: how many at most, and where it goes on."""

    limit: int = Field(USUAL, ge=1, le=MOST)
    after: LongLine = Field("", description="`next` of the page before.")
