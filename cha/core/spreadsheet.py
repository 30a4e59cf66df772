"""Rows for spreadsheets: CSV as they read it, in which no value is ever a formula. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

# What makes a spreadsheet calculate, or leave the cell: OWASP, "CSV Injection". The wide forms calculate, too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM: Final = "\ufeff"


def cell(value: str) -> str:
    """A value as text: with an apostrophe before it where a spreadsheet would calculate. NULs are left out."""
    value = value.replace("\x00", "")
    return f"'{value}" if value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA) else value


def written(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV (RFC 4180: CRLF, quotes doubled), each value made harmless."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def sheet(heading: Iterable[str], pages: Iterable[Iterable[Iterable[str]]]) -> Iterator[bytes]:
    """A whole file in pieces, one a page: UTF-8 with a byte order mark, without which Excel reads another charset."""
    yield (BOM + written([heading])).encode()
    for page in pages:
        yield written(page).encode()
