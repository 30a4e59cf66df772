"""Says in words whether everything is well: database, disk, keys, worker, channels, and what did not go through."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha check
cha check --json --data /srv/cha
"""
LOW_MB = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    well: bool
    words: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("--json", action="store_true", help="for programs")


def run(args: argparse.Namespace, options: Options) -> int:
    """Look, and say. Exit code 1 when something is not well."""
    import django

    django.setup()
    found = list(findings(options))
    if args.json:
        print(json.dumps([asdict(row) for row in found], indent=2, ensure_ascii=False))
    else:
        for row in found:
            print(f"{'well ' if row.well else 'LOOK '} {row.about}: {row.words}")
    return 0 if all(row.well for row in found) else 1


def findings(options: Options) -> Iterator[Finding]:
    """Everything that is looked at, in order; what the database is needed for only when it answers."""
    database = _database(options)
    yield database
    yield _disk(options)
    yield _keys(options)
    if database.well:
        yield from _people_and_ways(options)
        yield from _work()


def _database(options: Options) -> Finding:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    engine = "SQLite" if options.sqlite else "PostgreSQL"
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding("database", False, f"{engine} does not answer: {error}")
    if missing:
        return Finding("database", False, f"{len(missing)} changes are missing. Run `cha migrate`.")
    return Finding("database", True, f"{engine}, up to date.")


def _disk(options: Options) -> Finding:
    free = shutil.disk_usage(options.data).free // 1024 // 1024
    return Finding("disk", free >= LOW_MB, f"{free:,} MB free in {options.data}.")


def _keys(options: Options) -> Finding:
    if options.secret_key:
        return Finding("keys", True, "The secret key comes from the options; keep it safe.")
    path = options.data / "keys" / "secret"
    if not path.exists():
        return Finding("keys", False, f"{path} is not there yet; `cha serve` makes it.")
    private = not path.stat().st_mode & 0o077
    return Finding("keys", private, f"{path} is {'private' if private else 'readable by others: chmod 600 it'}.")


def _people_and_ways(options: Options) -> Iterator[Finding]:
    from cha.channels.models import Channel
    from cha.channels.registry import medium_called
    from cha.team.models import Member

    owners = Member.objects.filter(role="owner", is_active=True).count()
    yield Finding(
        "members", owners > 0, f"{owners} owner(s)." if owners else "Nobody owns this yet: open the first page."
    )
    channels = list(Channel.objects.select_related("brand", "team"))
    if not channels:
        yield Finding("channels", False, "No way in yet. `cha channel add email hello@yourshop.example`.")
    for channel in channels:
        health = medium_called(channel.medium).health(channel)
        yield Finding(channel.address, health.tone == "leaf", health.words)


def _work() -> Iterator[Finding]:
    from datetime import timedelta

    from cha.channels.models import Delivery, Payload
    from cha.core.clock import now
    from cha.core.tasks import Task

    late = Task.objects.filter(state="waiting", due__lt=now() - timedelta(minutes=1)).count()
    yield Finding("worker", late == 0, f"{late} tasks are late: is a worker running?" if late else "Nothing is late.")
    counts = {
        "could not be sent": Delivery.objects.filter(state="failed").count(),
        "wait for a relay": Delivery.objects.filter(state="unsent").count(),
        "could not be read": Payload.objects.filter(state="unreadable").count(),
        "could not be run": Task.objects.filter(state="failed").count(),
    }
    words = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    yield Finding("failures", not words, f"{words}. See the page Failures." if words else "Everything went through.")
