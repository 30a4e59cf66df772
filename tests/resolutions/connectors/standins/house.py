"""A house that stands in: a real HTTP server on this machine, with faults that can be set for what is asked next.

Faults: `dies` takes it and hangs up without a word, `breaks` takes it and answers 500, `broken` answers 500 and takes
nothing, `slow` takes it and answers after our patience, `lies` takes it and says another amount.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """One question: what it was, and how it is answered."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw or b"null")

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw.decode()))


@dataclass
class StandIn:
    """What a house keeps. `faults` are for changes that are asked, in order; `gone` answers 503 to everything.

    `meets` is called "before" and "after" a change is taken.
    """

    url: str = ""
    faults: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    gone: bool = False
    meets: Callable[[str], None] | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def takes(self, asked: Asked, fault: str) -> tuple[int, Any]:
        """What is asked is done, unless it is away or broken."""
        if self.gone:
            return 503, {}
        return (500, self.broken()) if fault == "broken" else self.answer(asked)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """What it says: a status and JSON. Overridden by each house."""
        raise NotImplementedError

    def changes(self, asked: Asked) -> bool:
        """Whether something is to be done: faults are for those."""
        return asked.method == "POST"

    def lie(self, said: Any) -> Any:
        """Another amount."""
        return said

    def broken(self) -> Any:
        """What it says when it breaks."""
        return {"error": {"type": "api_error", "message": "Something went wrong"}}


def handler(house: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def work(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            asked = Asked(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query)),
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            with house.lock:
                house.asked.append(asked)
                fault = house.faults.pop(0) if house.faults and house.changes(asked) else ""
                if house.meets and house.changes(asked):
                    house.meets("before")
                status, said = house.takes(asked, fault)
                if house.meets and house.changes(asked):
                    house.meets("after")
            if fault == "dies":
                self.close_connection = True
                with suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault == "slow":
                house.ended.wait(3)
                self.close_connection = True
                return
            if fault == "breaks":
                status, said = 500, house.broken()
            if fault == "lies":
                said = house.lie(said)
            self.say(status, said)

        def say(self, status: int, said: Any) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        do_GET = do_POST = do_DELETE = work  # noqa: N815 - http.server's names

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is written."""

    return Handler


@contextmanager
def standing_in(house: StandIn) -> Iterator[Any]:
    """Let a house stand in until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(house))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    house.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield house
    finally:
        house.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


Make = Callable[[], StandIn]
