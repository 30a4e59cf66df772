"""From the event loop to Django: the loop takes the request whole and sends the answer; a page thread only thinks.

Measured against a2wsgi, which streams both through queues: half as many pages a second, and slow clients hold threads
(docs/decisions/0004-two-processes.md).
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from http import HTTPStatus
from typing import IO, Any, TypeVar
from urllib.parse import quote

from cha.config.serve import packing
from cha.config.serve.body import Bodies, Gone, Message, NotTaken, Receive, Scope, Send

log = logging.getLogger("cha.pages")

WAITING = 400
# A page that takes longer than PATIENCE seconds (for a lock, for a slow disk) gives its place to the next one; so many
# may be slow at once. Each has a connection to the database of its own.
PATIENCE = 0.3
SPARE = 6
# What a program is told, by status.
CODES = {400: "unreadable", 408: "too_slow", 413: "too_large", 503: "unavailable"}
T = TypeVar("T")
Headers = list[tuple[bytes, bytes]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Bridge:
    """An ASGI application around a WSGI one, run in `threads` threads of its own."""

    def __init__(self, wsgi: Wsgi, bodies: Bodies, threads: int = 1) -> None:
        self.wsgi, self.bodies = wsgi, bodies
        self._pool = ThreadPoolExecutor(threads + SPARE, thread_name_prefix="page")
        self._places = asyncio.Semaphore(threads)
        self._waiting = 0

    def close(self) -> None:
        """Let the page in work finish and end the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        try:
            body = await self.bodies.take(announced(scope), receive)
        except Gone:
            return
        except NotTaken as refusal:
            await refuse(refusal, receive, send, self.bodies.limits.linger, program=asks_as_program(scope))
            return
        if self._waiting >= WAITING:
            body.close()
            busy = NotTaken(503, "Very busy just now. Nothing is lost; please try again in a moment.")
            await refuse(busy, receive, send, program=asks_as_program(scope))
            return
        self._waiting += 1
        try:
            await self._answer(scope, body, send)
        finally:
            self._waiting -= 1
            body.close()

    async def _answer(self, scope: Scope, body: IO[bytes], send: Send) -> None:
        page = Page(self.wsgi, environ(scope, body))
        try:
            whole = await self._think(page.make)
        except Exception:
            log.exception("no page could be made: %s", scope["path"])
            await refuse(NotTaken(500, "Something went wrong here. It was noted; please try again."), nothing, send)
            return
        if whole is not None and packing.wants(scope["headers"], page.headers, whole):
            whole = await asyncio.get_running_loop().run_in_executor(self._pool, packing.pack, whole)
            page.headers = packing.repacked(page.headers, whole)
        await send({"type": "http.response.start", "status": page.status, "headers": page.headers})
        if whole is not None:
            await send({"type": "http.response.body", "body": whole})
            return
        try:
            while chunk := await self._think(page.next):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        finally:
            await self._think(page.close)
        await send({"type": "http.response.body", "body": b""})

    async def _think(self, work: Callable[[], T]) -> T:
        """Run `work` in a page thread when there is a place; pages that only read never wait behind a slow one."""
        loop = asyncio.get_running_loop()
        await self._places.acquire()
        held = [self._places]

        def give() -> None:
            while held:
                held.pop().release()

        slow = loop.call_later(PATIENCE, give)
        try:
            return await loop.run_in_executor(self._pool, work)
        finally:
            slow.cancel()
            give()


class Page:
    """One answer in the making; every method runs in a page thread."""

    def __init__(self, wsgi: Wsgi, environ: dict[str, Any]) -> None:
        self.wsgi, self.environ = wsgi, environ
        self.status, self.headers = 500, list[tuple[bytes, bytes]]()
        self._answer: Iterable[bytes] = ()
        self._chunks: Iterator[bytes] = iter(())

    def make(self) -> bytes | None:
        """Run the application. Returns the whole answer, or None for one that is sent as it is read (a file)."""
        self._answer = self.wsgi(self.environ, self._start)
        if getattr(self._answer, "streaming", False):
            self._chunks = iter(self._answer)
            return None
        try:
            return b"".join(self._answer)
        finally:
            self.close()

    def next(self) -> bytes:
        """The next piece of a streamed answer; empty at its end."""
        return next((chunk for chunk in self._chunks if chunk), b"")

    def close(self) -> None:
        """Tell the application that its answer is done with."""
        close = getattr(self._answer, "close", None)
        if close is not None:
            close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def announced(scope: Scope) -> int | None:
    """The Content-Length of a request, or None."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return None


def environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an ASGI request whose body is complete."""
    host, port = (scope.get("server") or ("localhost", 80))[:2]
    env: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # WSGI wants the path's bytes, each as one character.
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "RAW_URI": (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        # An underscore would pass for the hyphen of a header that a proxy guards.
        if b"_" not in raw_name:
            _add_header(env, raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1"))
    env["CONTENT_LENGTH"] = str(body.seek(0, 2))
    body.seek(0)
    return env


def _add_header(env: dict[str, Any], name: str, value: str) -> None:
    key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
    joint = "; " if key == "HTTP_COOKIE" else ","
    env[key] = f"{env[key]}{joint}{value}" if key in env else value


async def nothing() -> Message:
    """A request of which no more is to come."""
    return {"type": "http.request"}


def asks_as_program(scope: Scope) -> bool:
    """Whether what asks is a program, which reads JSON: somebody's own, or the chat on another site."""
    return str(scope["path"]).startswith(("/api/", "/chat/"))


def _page(refusal: NotTaken) -> tuple[bytes, bytes]:
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{HTTPStatus(refusal.status).phrase}</title>'
    return b"text/html; charset=utf-8", f"{head}<p>{escape(refusal.sentence)}</p></html>".encode()


def _json(refusal: NotTaken) -> tuple[bytes, bytes]:
    error = {"code": CODES.get(refusal.status, "error"), "words": refusal.sentence}
    return b"application/json", json.dumps({"error": error}).encode()


async def refuse(refusal: NotTaken, receive: Receive, send: Send, linger: float = 5, *, program: bool = False) -> None:
    """Answer without having taken the body, and close; what still comes is thrown away for a moment.

    Closing at once would reset the connection, and the client would see that in place of the reason. A `program` is
    answered in JSON.
    """
    kind, page = _json(refusal) if program else _page(refusal)
    headers: Headers = [
        (b"content-type", kind),
        (b"content-length", str(len(page)).encode()),
        (b"content-security-policy", b"default-src 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    if program:
        # It says nothing that is anybody's; the chat's own door has not been asked yet which site may read it.
        headers.append((b"access-control-allow-origin", b"*"))
    if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"2"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": page, "more_body": True})
    try:
        async with asyncio.timeout(linger):
            while (message := await receive()).get("more_body"):
                del message
    except TimeoutError:
        log.info("%s: the client kept sending", refusal.status)
    await send({"type": "http.response.body", "body": b""})
