"""Makes the tables of a first start, and dies by -9 at a moment: `first_start.py 30.made` is after the thirtieth
migration was applied, before it is written down; `30.applying` is before it is applied."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from typing import Any

from django.db.migrations.executor import MigrationExecutor

from cha.config.cli import main

number, _, moment = sys.argv[1].partition(".")
executor: Any = MigrationExecutor
turns, record, apply = count(), executor.record_migration, executor.apply_migration


def die(turn: int) -> None:
    if turn == int(number):
        os.kill(os.getpid(), signal.SIGKILL)


def recording(*what: Any) -> None:
    if moment == "made":
        die(next(turns))
    record(*what)


def applying(*what: Any, **how: Any) -> Any:
    if moment == "applying":
        die(next(turns))
    return apply(*what, **how)


executor.record_migration, executor.apply_migration = recording, applying
sys.exit(main(["migrate"]))
