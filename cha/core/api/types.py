"""Values of the API as they come in and go out, each with what the OpenAPI document says of it.

What is sent to us is an `Input`: unknown names and other types than said are refused. What goes out is a TypedDict of
plain values, written as JSON without being looked through again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
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
FIRST_YEAR, LAST_YEAR = 2000, 2200
# What goes out holds what its type says and nothing else: `@with_config(EXACT)`.
EXACT: Final = ConfigDict(extra="forbid")


def id_of(value: object) -> int:
    """The number behind an id. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("An id is thirteen letters.")  # noqa: TRY004 - pydantic wants it so
    return decode(value)


def moment_of(value: object) -> datetime:
    """An aware moment, from RFC 3339 text. Raises ValueError for text without an offset, and for faraway years."""
    if not isinstance(value, str):
        raise ValueError("A moment is text, such as 2026-11-23T09:30:00Z.")  # noqa: TRY004 - pydantic wants it so
    found = datetime.fromisoformat(value)
    if found.tzinfo is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("A moment says its offset, such as 2026-11-23T09:30:00Z, and lies from 2000 to 2200.")
    return found.astimezone(UTC)


def plain(words: str) -> str:
    """Words without U+0000, which PostgreSQL keeps in no text. Raises ValueError."""
    if "\0" in words:
        raise ValueError("U+0000 is no letter.")
    return words


Id = Annotated[int, BeforeValidator(id_of), PlainSerializer(encode), WithJsonSchema(ID_SCHEMA)]
Moment = Annotated[datetime, BeforeValidator(moment_of), WithJsonSchema({"type": "string", "format": "date-time"})]

_PLAIN = AfterValidator(plain)
# One line that may be empty, of so many letters at most.
Code = Annotated[str, StringConstraints(max_length=40), _PLAIN]
Line = Annotated[str, StringConstraints(max_length=200), _PLAIN]
LongLine = Annotated[str, StringConstraints(max_length=500), _PLAIN]
Text = Annotated[str, StringConstraints(max_length=4_000), _PLAIN]
# Something said: at least one letter that is seen.
Words = Annotated[str, StringConstraints(min_length=1, max_length=100_000, pattern=r"\S"), _PLAIN]
Named = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S"), _PLAIN]

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
