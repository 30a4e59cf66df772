"""Acknowledgement under load: a real `cha serve`, a real sink as its relay, mails at a rate from another process."""

from __future__ import annotations

import json
import subprocess
import sys

from bench.install import ROOT, Install, free_ports
from bench.report import Figure

SECONDS = 20
RATES = {"sqlite": 100, "postgresql": 50}


def measure(install: Install, seconds: float = SECONDS) -> list[Figure]:
    """p50 and p99 from the 250 to the acknowledgement at the sink, and whether the rate was held."""
    page, mail, sink = free_ports(3)
    rate = RATES[install.engine]
    install.options |= {"CHA_RELAY": f"smtp://127.0.0.1:{sink}"}
    with install.serving("--port", str(page), "--mail-port", str(mail)) as serving:
        serving.wait_for_page(page)
        command = [sys.executable, "-m", "bench.traffic", *map(str, (mail, sink, rate, seconds))]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds + 120, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-800:])
    found = json.loads(ran.stdout.strip().splitlines()[-1])
    done = found["acknowledged"] / max(found["until_last"], 0.001)
    note = f"{found['acknowledged']} of {found['taken']} acknowledged in {found['until_last']:.0f} s"
    return [
        Figure("mails taken, while they are acknowledged", found["rate"], "/s", rate * 0.98, least=True),
        Figure("mails acknowledged", done, "/s", rate * 0.95, least=True, note=note),
        Figure("acknowledgement after receipt, p50", found["p50"], "s"),
        Figure("acknowledgement after receipt, p99", found["p99"], "s", 1.0),
    ]
