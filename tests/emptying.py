"""Emptying the tables between tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

# References are not looked at meanwhile: everything goes.
EMPTY = """
SET LOCAL session_replication_role = replica;
DO $$ DECLARE name text; filled boolean; BEGIN
    FOREACH name IN ARRAY ARRAY[{}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %I', name); END IF;
    END LOOP;
END $$;
SET LOCAL session_replication_role = DEFAULT;
"""


def fill_nothing_again() -> None:
    """From now on, let `flush` write no permissions and content types for 125 models: nothing here reads them."""
    post_migrate.receivers.clear()
    post_migrate.sender_receivers_cache.clear()


def empty_what_is_filled(connection: BaseDatabaseWrapper) -> None:
    """From now on, let `flush` empty only the tables that hold something.

    TRUNCATE makes a new file for each of 125 tables and their indexes, after each test; a test fills a dozen. Only
    where the tests may look away from references (a superuser, as in `bin/postgres`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            return

    def sql_flush(style: object, tables: Iterable[str], **how: Any) -> list[str]:
        return [EMPTY.format(", ".join(f"'{name}'" for name in tables))]

    connection.ops.sql_flush = sql_flush  # type: ignore[method-assign]
