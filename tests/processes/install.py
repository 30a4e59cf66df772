"""A whole install of Cha for tests that start real processes: a data folder, its own database, a sink for its mail."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "hello@juniperlane.example"


class Sink:
    """A real SMTP server on loopback that keeps what it takes: (when, recipients, mail)."""

    def __init__(self) -> None:
        self.taken: list[tuple[float, list[str], Mail]] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=default)
        self.taken.append((time.time(), envelope.rcpt_tos, mail))
        return "250 kept"

    def __enter__(self) -> Sink:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def mails_to(self, address: str) -> list[Mail]:
        """What was taken for an address, in order."""
        return [mail for _, recipients, mail in list(self.taken) if address in recipients]


def wait_until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something to come true; fails with its source when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come true in time")


@dataclass
class Install:
    """One install. `cha(...)` runs a command of it; `serve()` starts it; `python(...)` runs code with Django set up."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def cha(self, *words: str) -> str:
        """Run a command and return what it prints. Fails when the command does."""
        ran = subprocess.run(
            [sys.executable, "-m", "cha", *words],
            env=self.environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def python(self, script: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a script of tests/processes in this install."""
        return subprocess.run(
            [sys.executable, str(ROOT / "tests" / "processes" / script), *words],
            env=self.environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @contextmanager
    def serve(self, *words: str) -> Iterator[Serving]:
        """`cha serve` on free ports until the block ends."""
        log = (self.folder / "serve.log").open("a")
        process = subprocess.Popen(
            [sys.executable, "-m", "cha", "serve", *words],
            env=self.environ,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Serving(process)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(timeout=20)
            log.close()
            if process.stdout is not None:
                process.stdout.close()


class Serving:
    """A running `cha serve`, with what it said of itself."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line.rstrip())
            if line.strip().lower().startswith("data"):
                break

    def kill(self) -> None:
        """kill -9 the front; the worker ends with it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def send(port: int, raw: bytes, sender: str = "adaeze@nwosu.example") -> None:
    """Send one mail over SMTP; returns only after 250."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
        smtp.sendmail(sender, [ADDRESS], raw)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def plain_environ() -> dict[str, str]:
    """The environment without anybody's own options, finding this checkout."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("CHA_", "DJANGO_"))}
    return environ | {"PYTHONPATH": str(ROOT)}


@contextmanager
def new_install(folder: Path, relay_port: int) -> Iterator[Install]:
    """A fresh install on the engine that the tests run on, with a business and an address."""
    with database() as url:
        environ = plain_environ() | {"CHA_DATA": str(folder / "data"), "CHA_DATABASE_URL": url}
        environ |= {"CHA_RELAY": f"smtp://127.0.0.1:{relay_port}"}
        install = Install(folder, environ)
        install.cha("channel", "add", "email", ADDRESS, "--business", "Juniper Lane", "--zone", "Europe/Brussels")
        yield install


@contextmanager
def database() -> Iterator[str]:
    """An empty PostgreSQL database when the tests run on PostgreSQL; "" (SQLite in the folder) otherwise."""
    url = os.environ.get("CHA_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"cha_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
