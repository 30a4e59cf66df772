"""Statements as the engine takes them. On SQLite the layers between cost more than most statements do.

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
    if _goes_round(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
    with conn.wrap_database_errors:
        found: list[tuple[Any, ...]] = conn.connection.execute(_marked(sql), params).fetchall()
    return found


def one_row(conn: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row, or None."""
    if _goes_round(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql, params)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    with conn.wrap_database_errors:
        found: tuple[Any, ...] | None = conn.connection.execute(_marked(sql), params).fetchone()
    return found


def run(conn: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> None:
    """A statement that brings nothing."""
    if _goes_round(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql, params)
        return
    with conn.wrap_database_errors:
        conn.connection.execute(_marked(sql), params)


def _goes_round(conn: BaseDatabaseWrapper) -> bool:
    """Whether a statement goes through Django's cursors: on PostgreSQL, or because somebody looks."""
    if conn.vendor != "sqlite" or conn.execute_wrappers or conn.queries_logged:
        return True
    conn.ensure_connection()
    conn.validate_no_broken_transaction()
    return False


@lru_cache(2000)
def _marked(sql: str) -> str:
    """With SQLite's holes."""
    return _HOLE.sub("?", sql).replace("%%", "%")
