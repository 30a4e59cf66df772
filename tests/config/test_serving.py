"""`cha serve` as processes: what it says, how it ends, and what happens when a part is killed."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.processes
PATIENCE = 30


class Served:
    """A running `cha serve` and what it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "  Data" in line:
                break
        self.said = "".join(lines)

    @property
    def url(self) -> str:
        return self.said.split("Cha is here: ")[1].split()[0]

    @property
    def mail_port(self) -> int:
        return int(self.said.split("smtp://127.0.0.1:")[1].split()[0].rstrip(";,"))

    def worker(self) -> psutil.Process | None:
        """The worker process, when there is one."""
        return next(filter(is_worker, psutil.Process(self.process.pid).children()), None)


def is_worker(process: psutil.Process) -> bool:
    """Whether a process is a worker that runs; one that has just died has no command line any more."""
    try:
        return "worker" in process.cmdline()
    except psutil.Error:
        return False


def until(seen: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def serving(data: Path, *words: str) -> Iterator[Served]:
    """`cha serve` on free ports, in a data folder, until the block ends."""
    command = [sys.executable, "-m", "cha", "serve", "--data", str(data), "--port", "0", "--mail-port", "0", *words]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CHA_")}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)
    try:
        yield Served(process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


def test_pages_and_mail_are_served_and_sigterm_ends_all_of_it(data: Path) -> None:
    with serving(data) as served:
        with urllib.request.urlopen(f"{served.url}/healthy") as answer:
            assert answer.read() == b"well\n"
        with smtplib.SMTP("127.0.0.1", served.mail_port) as smtp:
            assert smtp.ehlo()[0] == 250
            smtp.mail("adaeze@people.example")
            assert smtp.rcpt("nobody@elsewhere.example")[0] == 550
        until(served.worker)
        worker = served.worker()
        assert worker is not None
        served.process.terminate()
        assert served.process.wait(PATIENCE) == 0
        assert not worker.is_running()


def test_worker_that_is_killed_comes_back(data: Path) -> None:
    with serving(data) as served:
        until(served.worker)
        first = served.worker()
        assert first is not None
        first.kill()
        until(lambda: (second := served.worker()) is not None and second.pid != first.pid)


def test_worker_does_not_outlive_a_front_that_is_killed(data: Path) -> None:
    with serving(data) as served:
        until(served.worker)
        worker = served.worker()
        assert worker is not None
        served.process.send_signal(signal.SIGKILL)
        until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)


def test_port_in_use_is_said_in_a_line(data: Path) -> None:
    with serving(data) as served:
        port = served.url.rpartition(":")[2]
        command = [sys.executable, "-m", "cha", "serve", "--data", str(data), "--port", port]
        second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in second.stderr
    assert "Traceback" not in second.stderr
