"""Ten thousand timers due in the same second: until each has had its effect, with one worker process and with four."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.install import ROOT, Install
from bench.report import Figure

COUNT = 10_000
# Seconds by engine and workers.
BUDGETS = {("sqlite", 1): 30.0, ("postgresql", 1): 60.0, ("postgresql", 4): 30.0}


@contextmanager
def working(install: Install, workers: int) -> Iterator[None]:
    """So many worker processes, until the block ends."""
    log = (install.folder / "worker.log").open("ab")
    command = [sys.executable, "-m", "cha", "worker"]
    begun = [subprocess.Popen(command, env=install.environ(), cwd=ROOT, stdout=log, stderr=log) for _ in range(workers)]
    # They load Django meanwhile; the timers come after.
    time.sleep(3)
    try:
        yield
    finally:
        for process in begun:
            process.send_signal(signal.SIGTERM)
        for process in begun:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.close()


def measure(install: Install, workers: int) -> list[Figure]:
    """Seconds from their moment to the last effect. What was done twice, early or never is in the note."""
    with working(install, workers):
        told = install.inside("timers", str(COUNT))
    missing = told["asked"] - told["woken"]
    note = f"all taken after {told['taken']:.1f} s; twice {told['twice']}, early {told['early']}, never {missing}"
    what = f"{COUNT:,} timers due at once, {workers} worker{'s' if workers > 1 else ''}"
    return [
        Figure(what, told["seconds"], "s", BUDGETS.get((install.engine, workers)), note=note),
        Figure(f"{what}: done twice or never", told["twice"] + missing, "", 0.0),
    ]
