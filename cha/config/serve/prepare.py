"""What must be there before the first page: the tables, the static files, the demo world when asked for."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from cha.config.options import Options
from cha.core.errors import Refused

log = logging.getLogger("cha.front")
TOO_OLD = (
    "This database is from an earlier version, whose steps this one knows no more. Nothing was changed. "
    "Start the version in between once (CHANGELOG.md names it), then this one."
)


def prepare(options: Options, *, migrate: bool = True, pages: bool = True) -> None:
    """Bring the data folder up to this version of the program. Quick when nothing changed."""
    for name in ("run", "files", "keys"):
        (options.data / name).mkdir(parents=True, exist_ok=True)
    if migrate:
        bring_tables_up()
    if pages and not settings.DEBUG:
        collect_static(options.data / "static")
    if migrate and options.demo:
        from cha.demo import loading

        loading.begin()


def bring_tables_up() -> None:
    """Run the migrations that were not run yet; one process at a time on PostgreSQL.

    Raises `Refused` for a database from before a squash that was never brought up to it.
    """
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    applied = executor.loader.applied_migrations
    for squashed in executor.loader.replacements.values():
        # Django would leave the steps out without a word, and the columns that they make.
        if 0 < sum(step in applied for step in squashed.replaces) < len(squashed.replaces):
            raise Refused(TOO_OLD)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        executor.check_replacements()  # a database that has them all under their earlier names says so from now on
        return
    log.info("bringing the database up: %s migrations", len(plan))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [0x636861])
            call_command("migrate", verbosity=0, interactive=False)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [0x636861])
    else:
        call_command("migrate", verbosity=0, interactive=False)


def collect_static(folder: Path) -> None:
    """Put the static files, hashed and compressed, into `folder` when they changed since the last time."""
    stamp, now = folder / ".stamp", static_state()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return
    folder.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, encoding="ascii")


def static_state() -> str:
    """A digest of names, sizes and times of every static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
