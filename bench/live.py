"""Live: an event to a thousand listeners, a message to one member's screen among them, ten thousand at rest."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.install import ROOT, Install, free_ports
from bench.processes import pss
from bench.report import Figure, percentile

CLIENTS = 1000
EVENTS = 30


class Talk:
    """A process that answers lines with lines of JSON."""

    def __init__(self, install: Install, module: str, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            env=install.environ(),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def hear(self) -> dict[str, Any]:
        """The next thing it tells. Raises RuntimeError when it has ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} ended")
        found: dict[str, Any] = json.loads(line)
        return found

    def ask(self, line: str) -> dict[str, Any]:
        """Say a line, hear the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.hear()

    def end(self) -> None:
        """Close its input and wait."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextmanager
def talking(install: Install, module: str, *words: str) -> Iterator[Talk]:
    """A `Talk` that ends with the block."""
    talk = Talk(install, module, *words)
    try:
        yield talk
    finally:
        talk.end()


def measure(install: Install) -> list[Figure]:
    """Fan-out to a thousand on one topic; then a thousand elsewhere and one member, message by message."""
    page, mail = free_ports(2)
    with install.serving("--port", str(page), "--mail-port", str(mail)) as serving:
        serving.wait_for_page(page)
        with talking(install, "bench.inside.speaking") as speaker:
            tokens = speaker.hear()
            last = _spans(install, speaker, [str(page), str(CLIENTS), tokens["token"]], "last", 10)
            words = [str(page), str(CLIENTS), tokens["other"], tokens["token"]]
            member = _spans(install, speaker, words, "member", EVENTS)
    return [
        Figure(f"message to the last of {CLIENTS} listeners, p50", percentile(last, 0.5) * 1000, "ms"),
        Figure("message to the member's screen, 1,000 connected, p50", percentile(member, 0.5) * 1000, "ms"),
        Figure("message to the member's screen, 1,000 connected, p99", percentile(member, 0.99) * 1000, "ms", 100),
    ]


def _spans(install: Install, speaker: Talk, words: list[str], which: str, events: int) -> list[float]:
    """Seconds from each commit to the moment that `which` names."""
    found = []
    with talking(install, "bench.listeners", *words) as listeners:
        listeners.hear()
        for number in range(events):
            said = speaker.ask(str(number))["at"]
            burst = listeners.hear()
            at = burst[which][0] if which == "member" else burst[which]
            found.append(max(at - said, 0.0))
    return found


def connections(install: Install) -> list[Figure]:
    """The memory of the front with as many listeners as the limit of open files allows, ten thousand at most."""
    count = 10_000 if resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 11_000 else 5_000
    page, mail = free_ports(2)
    with install.serving("--port", str(page), "--mail-port", str(mail)) as serving:
        serving.wait_for_page(page)
        before = pss(serving.process.pid, children=False)
        with talking(install, "bench.inside.speaking") as speaker:
            token = speaker.hear()["other"]
        with talking(install, "bench.listeners", str(page), str(count), token) as listeners:
            connected = listeners.hear()["connected"]
            after = pss(serving.process.pid, children=False)
    note = f"{connected:,} of {count:,} connected; {(after - before) * 1024 / max(connected, 1):.1f} KB each"
    return [
        Figure(f"front process with {count:,} visitors connected (PSS)", after, "MB", 300 * count / 10_000, note=note)
    ]
