"""Installs to measure: a data folder, a database of its own, commands and servers with that environment."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "hello@juniperlane.example"
LIMIT = 7200


@dataclass
class Install:
    """One install on one engine. Everything started from it gets its environment and nothing of ours."""

    folder: Path
    engine: str
    database_url: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def environ(self) -> dict[str, str]:
        """The environment of its processes."""
        found = {name: value for name, value in os.environ.items() if not name.startswith(("CHA_", "DJANGO_"))}
        own = {"CHA_DATA": str(self.folder), "PYTHONPATH": str(ROOT), "CHA_LOG": "warning", **self.options}
        if self.database_url:
            own["CHA_DATABASE_URL"] = self.database_url
        return found | own | {"DJANGO_SETTINGS_MODULE": "cha.config.settings"}

    def cha(self, *words: str) -> str:
        """Run a command of it. Raises RuntimeError with what it said when it fails."""
        return self._run("-m", "cha", *words)

    def inside(self, module: str, *words: str) -> dict[str, Any]:
        """Run `bench.inside.<module>` in it and return what it tells."""
        lines = self._run("-m", f"bench.inside.{module}", *words).strip().splitlines()
        found: dict[str, Any] = json.loads(lines[-1])
        return found

    def _run(self, *words: str) -> str:
        ran = subprocess.run(
            [sys.executable, *words],
            env=self.environ(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        if ran.returncode:
            raise RuntimeError(f"{' '.join(words)}: {(ran.stdout + ran.stderr)[-1500:]}")
        return ran.stdout

    @contextmanager
    def serving(self, *words: str) -> Iterator[Serving]:
        """`cha serve` with these words until the block ends."""
        command = [sys.executable, "-m", "cha", "serve", *words]
        log = (self.folder / "serve.log").open("ab")
        began = time.perf_counter()
        process = subprocess.Popen(command, env=self.environ(), cwd=ROOT, stdout=log, stderr=log)
        try:
            yield Serving(process, began, self.folder / "serve.log")
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            log.close()


@dataclass
class Serving:
    """A running front; its children (the workers) end with it."""

    process: subprocess.Popen[bytes]
    began: float
    log: Path

    def wait_for_page(self, port: int, seconds: float = 60) -> float:
        """Seconds from its start to the first answer over HTTP. Raises RuntimeError when it ends or takes too long."""
        while time.perf_counter() - self.began < seconds:
            if self.process.poll() is not None:
                raise RuntimeError(f"cha serve ended: {self.log.read_text(errors='replace')[-800:]}")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
            try:
                connection.request("GET", "/live")
                connection.getresponse().read()
                return time.perf_counter() - self.began
            except OSError:
                time.sleep(0.01)
            finally:
                connection.close()
        raise RuntimeError(f"nothing answers on {port} after {seconds:.0f} s")


def database_for(server_url: str, name: str) -> str:
    """The URL of a database on that PostgreSQL server, made when it is not there."""
    import psycopg

    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def drop_database(server_url: str, name: str) -> None:
    """Drop a database of ours."""
    import psycopg

    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def free_ports(count: int, first: int = 9200) -> list[int]:
    """Ports that were free a moment ago, from `first` on."""
    found: list[int] = []
    for port in range(first, first + 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError(f"no {count} free ports from {first} on")
