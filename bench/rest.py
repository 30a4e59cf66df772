"""The embedded system at rest: what it holds in memory, and how long it takes to start."""

from __future__ import annotations

import statistics
import time

from bench.install import Install, free_ports
from bench.processes import pss
from bench.report import Figure

STARTS = 3
SETTLE = 6.0


def measure(install: Install) -> list[Figure]:
    """Seconds from the command to the first answer (tables and files stand already), then PSS of all processes."""
    page, mail = free_ports(2)
    took, held = [], 0.0
    for number in range(STARTS + 1):
        with install.serving("--port", str(page), "--mail-port", str(mail)) as serving:
            # The first one brings the data folder up to date and is not counted.
            spent = serving.wait_for_page(page)
            took += [spent] if number else []
            if number == STARTS:
                time.sleep(SETTLE)
                held = pss(serving.process.pid)
    return [
        Figure("started, to the first answer", statistics.median(took), "s", 2.0),
        Figure("whole system at rest, all processes (PSS)", held, "MB", 160),
    ]
