"""The front: one event loop that owns the ports, holds live connections and takes every request in full."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cha.config.options import Options
from cha.config.serve.bridge import Bridge
from cha.config.serve.server import Server, server
from cha.config.serve.worker import Keeper
from cha.live.feed import Feed
from cha.live.hub import hub
from cha.live.revoked import Revoked

if TYPE_CHECKING:
    from cha.config.serve.mail import MailPart

log = logging.getLogger("cha.front")


@dataclass(frozen=True, slots=True)
class Parts:
    """What this process runs. `cha serve` is all of it; the others are for when one machine is outgrown."""

    pages: bool = True
    live: bool = True
    smtp: bool = True
    worker: bool = True

    @property
    def http(self) -> bool:
        """Whether anything is served over HTTP."""
        return self.pages or self.live


class Front:
    """The parts of this process, started and stopped together."""

    def __init__(self, options: Options, parts: Parts, sock: socket.socket | None, ready: Callable[[], None]) -> None:
        self.options, self.parts, self.sock, self.ready = options, parts, sock, ready
        self.stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._keepers = [Keeper() for _ in range(options.workers if parts.worker else 0)]
        self._server: Server | None = None
        self._bridge: Bridge | None = None
        self._mail: MailPart | None = None
        self._sink: asyncio.Server | None = None

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then end in order: no new work, answers out, streams closed, worker done."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        hub.loop = loop
        try:
            await self._start()
            self.ready()
            await self.stopping.wait()
        finally:
            await self._stop()

    async def _start(self) -> None:
        for keeper in self._keepers:
            self._spawn(keeper.run(), "the worker's keeper")
        if self.parts.smtp:
            from cha.config.serve import mail

            self._mail = await mail.start(self.options)
        if self.parts.smtp and self.options.catches_mail:
            from cha.demo import sink

            self._sink = await sink.start("127.0.0.1", self.options.demo_mail_port)
        if self.sock is not None:
            await self._serve(self.sock)
        if self.parts.live:
            self._start_live()

    async def _serve(self, sock: socket.socket) -> None:
        from cha.config.asgi import application

        app, self._bridge = application(self.options, pages=self.parts.pages, live=self.parts.live)
        self._server = server(app, self.options)
        self._spawn(self._server.serve(sockets=[sock]), "the HTTP server")
        while not self._server.started:  # noqa: ASYNC110  (it offers no event)
            await asyncio.sleep(0.005)

    def _start_live(self) -> None:
        from cha.live import listening

        hub.remember(Revoked(self.options.data / "run" / "revoked"))
        feed = Feed(hub, listening.renderer(), self.options.data / "run" / "live.sock")
        self._spawn(hub.beat(), "the heartbeat")
        self._spawn(feed.run(), "live")
        if not self.options.sqlite:
            listening.start(feed)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A part that ends by itself takes the rest down: whoever supervises starts all of it again, cleanly."""
        if task.cancelled() or self.stopping.is_set():
            return
        log.error("%s stopped", task.get_name(), exc_info=task.exception())
        self.stopping.set()

    async def _stop(self) -> None:
        self.stopping.set()
        stopping = [keeper.stop() for keeper in self._keepers]
        if self._mail is not None:
            stopping.append(self._mail.close())
        if self._server is not None:
            self._server.should_exit = True
            hub.close()
        await asyncio.gather(*stopping)
        if self._sink is not None:
            self._sink.close()
        for task in self._tasks:
            if task.get_name() != "the HTTP server":
                task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(8):
                await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._bridge is not None:
            self._bridge.close()
