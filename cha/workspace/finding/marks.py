"""The words that were looked for, marked in what was found. Everything is escaped first; only the marks are markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from markupsafe import Markup, escape

from cha.language.marking import Span, Wanted, spans

LOOKED_AT: Final = 20_000
BEFORE: Final = 60
LENGTH: Final = 220


def marked(text: str, asked: Wanted) -> Markup:
    """The whole of a short text with its marks."""
    return _with_marks(text, 0, len(text), spans(text, asked))


def has(text: str, asked: Wanted) -> bool:
    """Whether something in a text would be marked."""
    return next(spans(text[:LOOKED_AT], asked), None) is not None


def snippet(text: str, asked: Wanted) -> Markup:
    """One line of a long text around its first mark, or its beginning where nothing is marked."""
    line = re.sub(r"\s+", " ", text[:LOOKED_AT]).strip()
    found = list(spans(line, asked))
    first = found[0][0] if found else 0
    start = _at_word(line, first - BEFORE) if first > BEFORE else 0
    end = len(line) if len(line) <= start + LENGTH else max(_last_space(line, start + LENGTH), start + 1)
    within = takewhile(lambda span: span[1] <= end, found)
    words = _with_marks(line, start, end, within)
    return Markup("{}{}{}").format("… " if start else "", words, " …" if end < len(line) else "")


def _at_word(line: str, at: int) -> int:
    space = line.find(" ", at, at + BEFORE)
    return space + 1 if space >= 0 else at


def _last_space(line: str, at: int) -> int:
    space = line.rfind(" ", at - BEFORE, at)
    return space if space >= 0 else at


def _with_marks(text: str, start: int, end: int, found: Iterable[Span]) -> Markup:
    made, at = [], start
    for first, last in found:
        made += [escape(text[at:first]), Markup("<mark>{}</mark>").format(text[first:last])]
        at = last
    made.append(escape(text[at:end]))
    return Markup("").join(made)
