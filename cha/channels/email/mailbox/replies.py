"""What an IMAP server says, read into values (RFC 3501, 7 and 9). Pure: bytes in, values out.

A reply is a line, or lines with literals between them. Anything else raises ValueError. Who reads the line bounds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Union

Value = Union[bytes, None, tuple["Value", ...]]  # noqa: UP007 - it names itself
Piece = tuple[bytes, bytes | None]
"""Some of a line, and the literal that stood behind it."""

DEEPEST: Final = 20
STATUS: Final = frozenset(("OK", "NO", "BAD", "BYE", "PREAUTH"))
LITERAL: Final = re.compile(rb"~?\{(\d{1,12})\+?\}\Z")


class _Bracket(bytes):
    """A bracket that is one: a quoted one is equal to it, and is none."""


_TOKEN: Final = re.compile(
    rb"""\s*(?:
        (?P<open>\() | (?P<close>\))
      | "(?P<quoted>(?:[^"\\]|\\.)*)"
      | (?P<atom>[^\s()"\[]*\[[^\]]*\][^\s()"\[]* | [^\s()"\[]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_OPEN: Final = _Bracket(b"(")
_CLOSE: Final = _Bracket(b")")
_CODE: Final = re.compile(r"\[([^\]]*)\]\s*")
_DATE: Final = "%d-%b-%Y %H:%M:%S %z"


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. `tag` is `*`, `+` or a command's; `kind` a status (OK, NO, BAD, BYE, PREAUTH) or what it is about.

    `number` stands before the kind (`12 EXISTS`), `code` in brackets behind a status, `text` is the rest of a status,
    `values` the rest of anything else.
    """

    tag: str
    kind: str = ""
    number: int = 0
    code: str = ""
    text: str = ""
    values: tuple[Value, ...] = ()


def read_reply(pieces: Sequence[Piece]) -> Reply:
    """The reply in these pieces. Raises ValueError for what is none."""
    tag, _, rest = pieces[0][0].partition(b" ")
    if tag == b"+" or (tag == b"" and not rest):
        return Reply(tag.decode("ascii", "replace"), text=shown(rest))
    word, _, after = rest.partition(b" ")
    number = 0
    if word.isdigit() and len(word) <= 10:
        number = int(word)
        word, _, after = after.partition(b" ")
    kind = word.decode("ascii", "replace").upper()
    if not kind.isalnum() and kind != "X-GM-EXT-1":
        raise ValueError(f"no reply begins like this: {shown(pieces[0][0])[:80]}")
    name = tag.decode("ascii", "replace")
    if kind in STATUS:
        text = shown(after)
        code = _CODE.match(text)
        return Reply(name, kind, number, code[1] if code else "", text[code.end() :] if code else text)
    values = tuple(_values([(after, pieces[0][1]), *pieces[1:]]))
    return Reply(name, kind, number, values=values)


def shown(raw: bytes) -> str:
    """A server's words, fit for a page: no control characters, at most 300 characters."""
    text = raw.decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else " " for sign in text)[:300].strip()


def _values(pieces: Sequence[Piece]) -> Iterator[Value]:
    signs = _signs(pieces)
    for sign in signs:
        if sign is _CLOSE:
            raise ValueError("a bracket closes that was not opened")
        yield _list(signs, 1) if sign is _OPEN else sign


def _list(signs: Iterator[bytes | None], depth: int) -> tuple[Value, ...]:
    if depth > DEEPEST:
        raise ValueError("brackets within brackets without end")
    found: list[Value] = []
    for sign in signs:
        if sign is _CLOSE:
            return tuple(found)
        found.append(_list(signs, depth + 1) if sign is _OPEN else sign)
    raise ValueError("a bracket does not close")


def _signs(pieces: Sequence[Piece]) -> Iterator[bytes | None]:
    """Brackets are told by being _OPEN and _CLOSE themselves; NIL is None."""
    for line, literal in pieces:
        text = line if literal is None else line[: line.rindex(b"{")].removesuffix(b"~")
        place = 0
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                if text[place:].strip():
                    raise ValueError(f"this is no reply: {shown(text[place : place + 80])}")
                break
            place = found.end()
            yield _sign(found)
        if literal is not None:
            yield literal


def _sign(found: re.Match[bytes]) -> bytes | None:
    if found["open"] or found["close"]:
        return _OPEN if found["open"] else _CLOSE
    if found["quoted"] is not None:
        return re.sub(rb"\\(.)", rb"\1", found["quoted"], flags=re.DOTALL)
    atom: bytes = found["atom"]
    return None if atom.upper() == b"NIL" else atom


@dataclass(frozen=True, slots=True)
class Row:
    """What a mailbox says of one mail. `at` is when it arrived there (aware UTC), None when that cannot be read."""

    seq: int
    uid: int
    size: int = 0
    flags: frozenset[str] = frozenset()
    at: datetime | None = None
    body: bytes | None = None


def read_row(reply: Reply) -> Row | None:
    """A FETCH reply as a row; None for one that names no UID (news about flags). Raises ValueError."""
    if len(reply.values) != 1 or not isinstance(reply.values[0], tuple) or len(reply.values[0]) % 2:
        raise ValueError("a FETCH without pairs")
    pairs = reply.values[0]
    found = {_word(name): value for name, value in zip(pairs[::2], pairs[1::2], strict=True)}
    if "UID" not in found:
        return None
    body = next((value for name, value in found.items() if name.startswith("BODY[")), None)
    if body is not None and not isinstance(body, bytes):
        raise ValueError("a body that is no text")
    flags = found.get("FLAGS") or ()
    if not isinstance(flags, tuple):
        raise ValueError("flags that are no list")  # noqa: TRY004 - it is what came that is wrong
    return Row(
        seq=reply.number,
        uid=_number(found["UID"]),
        size=_number(found.get("RFC822.SIZE", b"0")),
        flags=frozenset(_word(flag) for flag in flags),
        at=_moment(found.get("INTERNALDATE")),
        body=body,
    )


def _word(value: Value) -> str:
    if not isinstance(value, bytes):
        raise ValueError("a word was expected")  # noqa: TRY004
    return value.decode("ascii", "replace").upper()


def _number(value: Value) -> int:
    if not isinstance(value, bytes) or not value.isdigit() or len(value) > 19:
        raise ValueError("a number was expected")
    return int(value)


def _moment(value: Value) -> datetime | None:
    if not isinstance(value, bytes):
        return None
    try:
        return datetime.strptime(value.decode("ascii", "replace").strip(), _DATE).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
