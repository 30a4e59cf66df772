"""The tables, brought up to this version: all of them or none on a first start."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cha.core.errors import Refused

log = logging.getLogger("cha.front")
TOO_OLD = (
    "This database is from an earlier version, whose steps this one knows no more. Nothing was changed. "
    "Start the version in between once (CHANGELOG.md names it), then this one."
)
ONE_AT_A_TIME = 0x636861


def bring_tables_up() -> None:
    """Run the migrations that were not run yet.

    Raises `Refused` for a database from before a squash that was never brought up to it.
    """
    with _alone():
        executor = MigrationExecutor(connection)
        _must_have_all_or_none(executor)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            executor.check_replacements()  # a database that has them all under earlier names says so from now on
            return
        log.info("bringing the database up: %s migrations", len(plan))
        with nullcontext() if executor.loader.applied_migrations else _all_or_nothing():
            call_command("migrate", verbosity=0, interactive=False)


def _must_have_all_or_none(executor: MigrationExecutor) -> None:
    """Django would leave the steps that are missing out without a word, and the columns that they make."""
    applied = executor.loader.applied_migrations
    for squashed in executor.loader.replacements.values():
        if 0 < sum(step in applied for step in squashed.replaces) < len(squashed.replaces):
            raise Refused(TOO_OLD)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time, on PostgreSQL. SQLite lets one write at a time, and the next finds it done."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """A first start that is cut off leaves an empty database, and the next one begins anew."""
    connection.disable_constraint_checking()  # SQLite hears it only outside of a transaction
    try:
        with transaction.atomic():
            yield
    finally:
        connection.enable_constraint_checking()
