"""A proxy in front of a server whose network is as weak as a test wants it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType

from tests.processes.install import free_port


class WeakNetwork:
    """Forwards connections to a port; `drops` names the path whose next answer is lost on its way back."""

    def __init__(self, to_port: int) -> None:
        self.port, self._to = free_port(), to_port
        self.drops = ""
        self.dropped = 0
        self._ear = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> WeakNetwork:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ear.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._ear.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._to), timeout=60)
            except OSError:
                client.close()
                continue
            lost = threading.Event()
            threading.Thread(target=self._forth, args=(client, server, lost), daemon=True).start()
            threading.Thread(target=self._back, args=(server, client, lost), daemon=True).start()

    def _forth(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        for chunk in _chunks(client):
            if self.drops and chunk.startswith(b"POST") and self.drops.encode() in chunk.split(b"\r\n", 1)[0]:
                self.drops = ""
                lost.set()
            _send(server, chunk)
        _shut(server)

    def _back(self, server: socket.socket, client: socket.socket, lost: threading.Event) -> None:
        for chunk in _chunks(server):
            if lost.is_set():
                self.dropped += 1
                break
            _send(client, chunk)
        _shut(client)
        _shut(server)


def _chunks(end: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            chunk = end.recv(65536)
        except OSError:
            return
        if not chunk:
            return
        yield chunk


def _send(end: socket.socket, chunk: bytes) -> None:
    try:
        end.sendall(chunk)
    except OSError:
        _shut(end)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
