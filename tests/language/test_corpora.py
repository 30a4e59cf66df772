"""How well languages are told and texts found, over two corpora whose second halves were not looked at while building.

Both print their figures (`pytest -s`).
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from cha.language.detect import detect
from cha.language.fold import document, fts5_query

CORPORA = Path(__file__).parents[1] / "corpora"
UNTELLABLE = "xx"


def _sentences(half: str) -> list[tuple[str, str]]:
    lines = (CORPORA / "language.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t", 2) for line in lines)
    return [(code, text.replace("\\n", "\n")) for found, code, text in rows if found == half]


@pytest.mark.parametrize(("half", "floor"), [("a", 0.97), ("b", 0.9)])
def test_languages_are_told_and_doubt_is_admitted(half: str, floor: float) -> None:
    sentences = _sentences(half)
    found = [(code, detect(text)) for code, text in sentences]
    told = sum(not seen.sure if code == UNTELLABLE else seen.code == code for code, seen in found)
    sure = [seen.code == code for code, seen in found if seen.sure]
    print(
        f"\nlanguage, half {half}: {told} of {len(found)} told; of {len(sure)} that it was sure of, {sum(sure)} right"
    )
    assert told >= floor * len(found)
    assert sum(sure) >= 0.95 * len(sure)


@pytest.mark.parametrize(("half", "floor"), [("a", 1.0), ("b", 0.95)])
def test_queries_find_what_they_should_and_nothing_else(half: str, floor: float) -> None:
    corpus = json.loads((CORPORA / "search.json").read_text(encoding="utf-8"))
    queries = [query for query in corpus["queries"] if query["half"] == half]
    index = sqlite3.connect(":memory:")
    index.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(name UNINDEXED, folded, tokenize='unicode61 remove_diacritics 0')"
    )
    index.executemany("INSERT INTO texts VALUES (?, ?)", [(k, document(v)) for k, v in corpus["documents"].items()])
    right = sum(_right(index, query) for query in queries)
    index.close()
    print(f"\nsearch, half {half}: {right} of {len(queries)} queries right")
    assert right >= floor * len(queries)


def _right(index: sqlite3.Connection, query: dict[str, Any]) -> bool:
    asked = fts5_query(query["query"])
    hits = {row[0] for row in index.execute("SELECT name FROM texts WHERE texts MATCH ?", [asked])}
    wrong = hits & set(query["not"]) if query["finds"] else hits
    return set(query["finds"]) <= hits and not wrong
