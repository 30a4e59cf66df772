"""Telling other processes that there is something to do: a datagram after commit, never the news itself.

A lost wake-up costs at most the second until the next sweep. On PostgreSQL the same goes out as NOTIFY, for processes
on other machines.
"""

from __future__ import annotations

import socket
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cha.core.statements import engine

LISTENERS = ("worker", "live")
CHANNEL = "cha"


def folder() -> Path:
    """Where the sockets of this machine's processes lie; made by the first that listens."""
    return Path(settings.CHA_DATA) / "run"


def after_commit() -> None:
    """Wake worker and live once the running transaction has committed; once however often it is asked for."""
    connection = engine()
    if not any(entry[1] is wake for entry in connection.run_on_commit):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"NOTIFY {CHANNEL}")
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Wake worker and live now."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for name in LISTENERS:
            try:
                sender.sendto(b"1", str(folder() / f"{name}.sock"))
            except OSError:
                # Nobody listens, or its buffer is full and it is awake already: the sweep finds what there is.
                continue


class Bell:
    """The listening end, for one process: `wait` returns when rung or when the time is up."""

    def __init__(self, name: str) -> None:
        folder().mkdir(parents=True, exist_ok=True)
        self._path = folder() / f"{name}.sock"
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._path))

    def wait(self, seconds: float) -> None:
        """Sleep until rung, at most `seconds`."""
        self._socket.settimeout(max(seconds, 0.001))
        try:
            self._socket.recv(16)
        except TimeoutError:
            return
        self._socket.setblocking(False)
        try:
            while self._socket.recv(16):
                pass
        except BlockingIOError:
            return

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()
        self._path.unlink(missing_ok=True)
