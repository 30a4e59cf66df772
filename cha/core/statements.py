"""Statements as the engine takes them: the layers between cost more than most statements do.

What looks at statements (Django's query log and its execute wrappers, so every test that counts queries) sees them all
the same: then they go the usual way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_HOLE = re.compile(r"(?<!%)%s")


def engine() -> BaseDatabaseWrapper:
    """This thread's connection itself: each look through `django.db.connection` costs as much as a call."""
    return connections[DEFAULT_DB_ALIAS]


def all_rows(conn: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row that a statement brings. `sql` has Django's holes (`%s`); `params` are as the engine has them."""
    if _looked_at(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
    with conn.wrap_database_errors:
        found: list[tuple[Any, ...]] = _execute(conn, sql, params).fetchall()
    return found


def one_row(conn: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row, or None."""
    if _looked_at(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql, params)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    with conn.wrap_database_errors:
        found: tuple[Any, ...] | None = _execute(conn, sql, params).fetchone()
    return found


def run(conn: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> None:
    """A statement that brings nothing."""
    if _looked_at(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql, params)
        return
    with conn.wrap_database_errors:
        _execute(conn, sql, params)


def _looked_at(conn: BaseDatabaseWrapper) -> bool:
    """Whether a statement goes through Django's cursors because somebody looks."""
    if conn.execute_wrappers or conn.queries_logged:
        return True
    conn.close_if_health_check_failed()
    conn.ensure_connection()
    conn.validate_no_broken_transaction()
    return False


def _execute(conn: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> Any:
    """The engine's own cursor. PostgreSQL is given values beside the statement, so that it plans it once."""
    if conn.vendor == "sqlite":
        return conn.connection.execute(_marked(sql), params)
    from psycopg import Cursor  # an install with SQLite has it not

    return Cursor(conn.connection).execute(sql.encode(), params)


@lru_cache(2000)
def _marked(sql: str) -> str:
    """With SQLite's holes."""
    return _HOLE.sub("?", sql).replace("%%", "%")
