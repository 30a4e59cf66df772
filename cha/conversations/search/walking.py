"""Walking an index newest first, lazily: ids in batches, each a bounded piece of work on either engine.

Two ways lead to the newest rows with a word. Where many rows have it, the newest rows are read one by one. Where few
do, the index is asked: FTS5 reads its list of a word from the end; GIN, which has no order, is asked for one stretch of
time after another. The beginning of a word is many words, whose lists both engines
would put together whole, so that for one the rows come first on SQLite too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db import connection

from cha.conversations.search.asking import END, begins, meets
from cha.conversations.search.stretches import cover
from cha.language import fold

# Reading on row by row is quicker than the index while one row in so many has the words; and how far at most.
ROWS: Final = 500
SHARE: Final = 30
MOST_ROWS: Final = 8000
# PostgreSQL looks at six days first, then at up to so many times as much, for about so many hits
STRETCH: Final = 1 << 51
LONGER: Final = 20
AIM: Final = 300
SMALL: Final = 100
BATCH: Final = 500
AT_ONCE: Final = 3000


@dataclass(frozen=True, slots=True)
class Reached:
    """Matching ids, newest first, and down to where everything was looked at."""

    ids: list[int]
    down_to: int


def matching(table: str, query: str, first: int = 0, end: int = END) -> Iterator[Reached]:
    """The ids that match, first ≤ id < end, newest first in batches. A query without a word has none."""
    if not fold.query_tokens(query):
        return
    sqlite = connection.vendor == "sqlite"
    if not sqlite or begins(query):
        for reached in _newest(table, query, first, end):
            yield reached
            end = reached.down_to
    if end > first:
        yield from (_by_list if sqlite else _by_stretches)(table, query, first, end)


def having(table: str, query: str, ids: list[int]) -> list[int]:
    """Those of `ids` that match, in order: asked of their rows, not of a common word's long list."""
    if not ids or not fold.query_tokens(query):
        return []
    if connection.vendor == "sqlite":
        holes = ", ".join(["%s"] * len(ids))
        rows = rows_of(f"SELECT rowid, words FROM {table} WHERE rowid IN ({holes})", ids)  # noqa: S608
        found = {row[0] for row in rows if meets(query, row[1])}
    else:
        sql = f"SELECT id FROM {table} WHERE id = ANY(%s) AND words @@ %s::tsquery"  # noqa: S608
        found = {row[0] for row in rows_of(sql, [ids, fold.tsquery(query)])}
    return [key for key in ids if key in found]


def _newest(table: str, query: str, first: int, end: int) -> Iterator[Reached]:
    """The newest rows one by one, on while one in `SHARE` matches."""
    for _ in range(0, MOST_ROWS, ROWS):
        rows = _tested(table, query, first, end)
        ids = [key for key, matches in rows if matches]
        end = rows[-1][0] if len(rows) == ROWS else first
        yield Reached(ids, end)
        if end <= first or len(ids) * SHARE < ROWS:
            return


def _tested(table: str, query: str, first: int, end: int) -> list[tuple[int, bool]]:
    if connection.vendor == "sqlite":
        sql = (
            f"SELECT rowid, words FROM {table} WHERE rowid >= %s AND rowid < %s "  # noqa: S608
            "ORDER BY rowid DESC LIMIT %s"
        )
        return [(key, meets(query, words)) for key, words in rows_of(sql, [first, end, ROWS])]
    sql = (
        f"WITH newest AS MATERIALIZED (SELECT id, words FROM {table} "  # noqa: S608
        "WHERE id >= %s AND id < %s ORDER BY id DESC LIMIT %s) SELECT id, words @@ %s::tsquery FROM newest"
    )
    return rows_of(sql, [first, end, ROWS, fold.tsquery(query)])


def _by_list(table: str, query: str, first: int, end: int) -> Iterator[Reached]:
    """By FTS5's list, from its end. Of a beginning much at once, since its lists are put together anew each time."""
    wanted, size = fold.fts5_query(query), AT_ONCE if begins(query) else SMALL
    sql = (
        f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid >= %s AND rowid < %s "  # noqa: S608
        "ORDER BY rowid DESC LIMIT %s"
    )
    while end > first:
        ids = [row[0] for row in rows_of(sql, [wanted, first, end, size])]
        yield from _batches(ids)
        end = ids[-1] if len(ids) == size else first
        size = max(size, BATCH)
    yield Reached([], first)


def _batches(ids: list[int]) -> Iterator[Reached]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield Reached(batch, batch[-1])


def _by_stretches(table: str, query: str, first: int, end: int) -> Iterator[Reached]:
    """By GIN, in stretches of time that grow, or shrink, to hold about `AIM` hits each."""
    wanted, length, aim = fold.tsquery(query), STRETCH, AIM
    while end > first:
        low, found = max(first, end - length), 0
        for reached in _in_stretch(table, wanted, low, end):
            found += len(reached.ids)
            yield reached
        end, length = low, int(length * min(max(aim / max(found, 1), 0.5), LONGER))
        aim = min(2 * aim, AT_ONCE)


def _in_stretch(table: str, wanted: str, first: int, end: int) -> Iterator[Reached]:
    stretches = " | ".join(f"'{word}'" for word in cover(first, end)) if first else ""
    # OFFSET 0: the planner must not read the rows in order of their ids instead, hoping for an early hit.
    sql = (
        f"SELECT id FROM (SELECT id FROM {table} WHERE words @@ %s::tsquery OFFSET 0) found "  # noqa: S608
        "WHERE id >= %s AND id < %s ORDER BY id DESC LIMIT %s"
    )
    asked = f"({wanted}) & ({stretches})" if stretches else wanted
    while end > first:
        ids = [row[0] for row in rows_of(sql, [asked, first, end, AT_ONCE])]
        yield from _batches(ids)
        end = ids[-1] if len(ids) == AT_ONCE else first
    yield Reached([], first)


def rows_of(sql: str, params: list[Any]) -> list[Any]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[Any] = cursor.fetchall()
    return rows
