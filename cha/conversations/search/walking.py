"""Walking an index newest first, lazily: ids in batches, each a bounded piece of work on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from cha.conversations.search.stretches import cover
from cha.language import fold

# Read row by row first (a common word is there at once), then by the index over ever longer stretches.
ROWS: Final = 1000
LONGER: Final = 12
BATCH: Final = 500
AT_ONCE: Final = 10 * BATCH
END: Final = 1 << 63


@dataclass(frozen=True, slots=True)
class Reached:
    """Matching ids, newest first, and from where on everything was looked at: `down_to` (0: from the beginning)."""

    ids: list[int]
    down_to: int


def matching(table: str, query: str, first: int = 0, end: int = END) -> Iterator[Reached]:
    """The ids that match, first ≤ id < end, newest first in batches. A query without a word has none."""
    if not fold.query_tokens(query):
        return
    if connection.vendor == "sqlite":
        yield from _sqlite(table, fold.fts5_query(query), first, end)
    else:
        yield from _postgresql(table, fold.tsquery(query), first, end)


def among(table: str, query: str, ids: list[int]) -> set[int]:
    """Those of `ids` that match."""
    if not ids or not fold.query_tokens(query):
        return set()
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608
        return set(_column(sql, [fold.fts5_query(query), min(ids), max(ids)])) & set(ids)
    sql = f"SELECT id FROM {table} WHERE id = ANY(%s) AND words @@ %s::tsquery"  # noqa: S608
    return set(_column(sql, [ids, fold.tsquery(query)]))


def _sqlite(table: str, query: str, first: int, end: int) -> Iterator[Reached]:
    sql = (
        f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid >= %s AND rowid < %s "  # noqa: S608
        "ORDER BY rowid DESC LIMIT %s"
    )
    while True:
        ids = _column(sql, [query, first, min(end, END - 1), BATCH])
        end = ids[-1] if len(ids) == BATCH else first
        yield Reached(ids, end)
        if len(ids) < BATCH:
            return


def _postgresql(table: str, query: str, first: int, end: int) -> Iterator[Reached]:
    """The newest rows one by one; then stretches by the index, each so many times longer than all before it."""
    end = min(end, END - 1)
    walk = (
        f"WITH newest AS MATERIALIZED (SELECT id, words FROM {table} "  # noqa: S608
        "WHERE id >= %s AND id < %s ORDER BY id DESC LIMIT %s) "
        "SELECT id, words @@ %s::tsquery FROM newest"
    )
    with connection.cursor() as cursor:
        cursor.execute(walk, [first, end, ROWS, query])
        rows = cursor.fetchall()
    lowest = rows[-1][0] if len(rows) == ROWS else first
    yield Reached([key for key, matches in rows if matches], lowest)
    taken = rows[0][0] - lowest + 1 if rows else 0
    while lowest > first:
        reach = max(first, lowest - taken * LONGER)
        taken = (taken + 1) * LONGER
        yield from _in_stretches(table, query, reach, lowest)
        lowest = reach


def _in_stretches(table: str, query: str, first: int, end: int) -> Iterator[Reached]:
    stretches = " | ".join(f"'{word}'" for word in cover(first, end)) if first else ""
    # OFFSET 0: the planner must not read the rows in order of their ids instead, hoping for an early hit.
    sql = (
        f"SELECT id FROM (SELECT id FROM {table} WHERE words @@ %s::tsquery OFFSET 0) found "  # noqa: S608
        "WHERE id >= %s AND id < %s ORDER BY id DESC LIMIT %s"
    )
    while True:
        ids = _column(sql, [f"({query}) & ({stretches})" if stretches else query, first, end, AT_ONCE])
        for batch in _batches(ids):
            yield Reached(batch, batch[-1])
        if len(ids) < AT_ONCE:
            yield Reached([], first)
            return
        end = ids[-1]


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


def _column(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
