"""How a fact looks, as people of the business write it down: found in a text in a time that grows with its length.

Four ways to say it, each one or more lines:

`looks`       `JL-####`: `#` is a digit, `@` a letter, `+` after one of them "one or more", `[…]` may be missing; the
              rest is itself. Capitals do not matter.
`words`       words or phrases, found whole: `XL`, `lily of the valley`.
`after`       what stands behind these words: `allergic to` finds "lilies" in "I am allergic to lilies."
`expression`  a regular expression in RE2's language (github.com/google/re2/wiki/Syntax). The group `value`, or the
              first one, is what is kept; without groups all of it.

All of them run in RE2, which never goes back over what it has read: no pattern and no text can make it slow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import re2  # type: ignore[import-untyped]

from cha.core.errors import Invalid

HOWS: Final = ("looks", "words", "after", "expression")
LONGEST_TEXT: Final = 6_000
LONGEST_LOOK: Final = 2_000
MOST_LINES: Final = 60
LONGEST_VALUE: Final = 80
# What RE2 may spend on a pattern: one that needs more is refused when it is written down.
MEMORY: Final = 1 << 20

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BLANK: Final = r"[\s\x{a0}]{0,3}"
_MORE: Final = "{1,20}"
_TAKEN: Final = r"[^\s.,;:!?()<>\n،؛؟][^.,;!?()<>\n،؛؟]{0,60}"


@dataclass(frozen=True, slots=True)
class Look:
    """One pattern. how: one of `HOWS`. text: its lines."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: text[start:end], with its blanks made plain."""

    start: int
    end: int
    value: str


def find(look: Look, text: str) -> Iterator[Hit]:
    """Every place in the first `LONGEST_TEXT` characters that looks so, in order, none inside a longer word."""
    expression, group = _compiled(look)
    plain = text[:LONGEST_TEXT].translate(_DIGITS)
    for match in expression.finditer(plain):
        start, end = match.span(group)
        if start < 0 or start == end:
            continue
        whole = match.span()
        if _alone(plain, *whole):
            value = " ".join(plain[start:end].split()).strip("\"'“”")[:LONGEST_VALUE]
            if value:
                yield Hit(start, end, value)


def must_work(look: Look) -> None:
    """Raises Invalid, with the field `text`, for a pattern that cannot be run, in words for who wrote it."""
    lines = _lines(look.text)
    if look.how not in HOWS:
        raise Invalid("Choose how it is found.", field="how")
    if not lines:
        raise Invalid("Write down how it looks, one a line.", field="text")
    if len(look.text) > LONGEST_LOOK or len(lines) > MOST_LINES:
        raise Invalid(f"That is more than {MOST_LINES} lines or {LONGEST_LOOK} letters. Make two of it.", field="text")
    try:
        expression, _group = _compiled(look)
    except re2.error as error:
        raise Invalid(f"This cannot be read as a pattern: {_why(error)}", field="text") from error
    if expression.search(""):
        raise Invalid("This finds something in every message, even in an empty one.", field="text")


@lru_cache(256)
def _compiled(look: Look) -> tuple[Any, int]:
    """RE2's program and the group that is kept. Raises re2.error."""
    options = re2.Options()
    options.log_errors, options.case_sensitive, options.max_mem = False, False, MEMORY
    found = re2.compile(_expression(look), options)
    return found, found.groupindex.get("value", min(1, found.groups))


def _expression(look: Look) -> str:
    lines = _lines(look.text)
    if look.how == "expression":
        return "|".join(f"(?:{line})" for line in lines) if len(lines) > 1 else lines[0]
    longest = sorted(lines, key=len, reverse=True)
    if look.how == "looks":
        return f"(?P<value>{'|'.join(_drawn(line) for line in lines)})"
    words = "|".join(_spelled(line) for line in longest)
    if look.how == "words":
        return f"(?P<value>{words})"
    return f"(?:{words})(?:{_BLANK}[:=]{_BLANK}|[\\s\\x{{a0}}]{{1,3}})(?P<value>{_TAKEN})"


def _drawn(line: str) -> str:
    """`JL-####[-#+]` as an expression. Brackets that do not close are themselves."""
    made, open_brackets = "", line.count("[") if line.count("[") == line.count("]") else -1
    for place, letter in enumerate(line):
        before = line[place - 1] if place else ""
        if letter in "#@":
            made += "[0-9]" if letter == "#" else r"\pL"
        elif letter == "+" and before in ("#", "@"):
            made += _MORE
        elif letter == "[" and open_brackets > 0:
            made += "(?:"
        elif letter == "]" and open_brackets > 0:
            made += ")?"
        else:
            made += _BLANK if letter.isspace() else re2.escape(letter)
    return made


def _spelled(line: str) -> str:
    return r"[\s\x{a0}]{1,3}".join(re2.escape(word) for word in line.split())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _alone(text: str, start: int, end: int) -> bool:
    """Whether it is not the middle of a longer word or number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_joins(before, text[start]) or _joins(text[end - 1], after))


def _joins(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one.isalnum() and other.isalnum()


def _why(error: Exception) -> str:
    said = error.args[0] if error.args else error
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:160]
