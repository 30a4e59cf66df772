"""A real HTTP server around an application, in a thread with a loop of its own, for tests that need sockets."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cha.config import options
from cha.config.serve.body import Bodies, Limits
from cha.config.serve.bridge import Bridge, Wsgi
from cha.config.serve.proxy import App
from cha.config.serve.server import listen, server

Start = Callable[..., Any]


@contextlib.contextmanager
def served(app: App) -> Iterator[int]:
    """The port that `app` is served on."""
    sock = listen("127.0.0.1", 0)
    port: int = sock.getsockname()[1]
    running = server(app, options.current())
    thread = threading.Thread(target=lambda: asyncio.run(running.serve(sockets=[sock])), daemon=True)
    thread.start()
    try:
        yield port
    finally:
        running.should_exit = running.force_exit = True
        thread.join(10)


@contextlib.contextmanager
def bridged(wsgi: Wsgi, folder: Path, **limits: Any) -> Iterator[int]:
    """The port on which a WSGI application is served through the bridge."""
    bridge = Bridge(wsgi, Bodies(Limits(**limits), folder))
    try:
        with served(bridge) as port:
            yield port
    finally:
        bridge.close()


def echo(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Says how many bytes came, and what the environment was asked for by `?key`."""
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{len(body)} {environ.get(environ['QUERY_STRING'], '')}".encode()]


def ask(port: int, method: str = "GET", path: str = "/", body: object = None, **headers: str) -> tuple[int, str]:
    """One request; its status and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)  # type: ignore[arg-type]
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def begin(port: int, head: bytes) -> socket.socket:
    """A connection on which a request has begun."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=20)
    sock.sendall(head)
    return sock


def rest(sock: socket.socket) -> bytes:
    """Everything until the other side closes."""
    with sock:
        pieces = []
        with contextlib.suppress(ConnectionResetError):
            while piece := sock.recv(65536):
                pieces.append(piece)
        return b"".join(pieces)
