"""Mail read into conversations: raw mails stored, then worker processes with nothing else to do."""

from __future__ import annotations

import json
import subprocess
import sys

from bench.install import ROOT, Install
from bench.report import Figure

MAILS = 600
BUDGETS = {"sqlite": (150, 1), "postgresql": (70, 2)}


def measure(install: Install, count: int = MAILS) -> list[Figure]:
    """Mails a second, read, acknowledged and made findable; by one worker on SQLite, by two on PostgreSQL."""
    budget, workers = BUDGETS[install.engine]
    install.inside("reading", "store", str(count))
    command = [sys.executable, "-m", "bench.inside.reading", "run"]
    running = [
        subprocess.Popen(command, env=install.environ(), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    told = [json.loads(process.communicate(timeout=600)[0].strip().splitlines()[-1]) for process in running]
    left = install.inside("reading", "left")["waiting"]
    took = max(one["ended"] for one in told) - min(one["began"] for one in told)
    cpu = sum(one["cpu"] for one in told) / count * 1000
    note = f"read, acknowledged and indexed; {cpu:.1f} ms of CPU a mail" + (f"; {left} left" if left else "")
    return [
        Figure(f"mail read into conversations, {workers} worker(s)", count / took, "/s", budget, least=True, note=note)
    ]
