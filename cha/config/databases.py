"""How each engine is opened."""

from __future__ import annotations

from typing import Any

import dj_database_url

from cha.config.options import Options

# FULL: a committed inbound mail must survive power loss. IMMEDIATE: a transaction that reads and then writes would
# otherwise fail with "database is locked" whatever the timeout.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-16000;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
    ),
}


def database(options: Options) -> dict[str, Any]:
    """Django's settings for the one database. Connections stay open: there is one per thread, and few threads."""
    if options.sqlite:
        name = options.database_url.removeprefix("sqlite:///") or str(options.data / "cha.sqlite3")
        options.data.mkdir(parents=True, exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "CONN_MAX_AGE": None, "OPTIONS": dict(SQLITE)}
    config: dict[str, Any] = dict(
        dj_database_url.parse(options.database_url, conn_max_age=None, conn_health_checks=True)
    )
    # A statement that was asked five times is planned once, and asked by name from then on. For a pooler that cannot
    # follow names from one connection to the next, `?prepared=no` at the end of the address turns it off.
    prepared = config.setdefault("OPTIONS", {}).pop("prepared", "yes") != "no"
    config["OPTIONS"]["prepare_threshold"] = 5 if prepared else None
    # A pooler in transaction mode gives the next fetch of a server-side cursor to another connection.
    return config | {"DISABLE_SERVER_SIDE_CURSORS": True}
