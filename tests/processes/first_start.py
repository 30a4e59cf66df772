"""Makes the tables of a first start, and dies by -9 at a moment: `first_start.py 30.made` is after the thirtieth
migration was applied, before it is written down; `30.applying` is before it is applied."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from cha.config.cli import main

number, _, moment = sys.argv[1].partition(".")
turns, real = count(), MigrationExecutor.record_migration


def die(turn: int) -> None:
    if turn == int(number):
        os.kill(os.getpid(), signal.SIGKILL)


def recording(self: MigrationExecutor, migration: Migration) -> None:
    if moment == "made":
        die(next(turns))
    real(self, migration)


def applying(self: MigrationExecutor, state: Any, migration: Migration, **how: Any) -> Any:
    if moment == "applying":
        die(next(turns))
    return apply(self, state, migration, **how)


apply = MigrationExecutor.apply_migration
MigrationExecutor.record_migration = recording  # type: ignore[method-assign]
MigrationExecutor.apply_migration = applying  # type: ignore[method-assign]
sys.exit(main(["migrate"]))
