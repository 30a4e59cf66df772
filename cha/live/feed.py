"""What other processes recorded reaches the hub: woken by a datagram (or NOTIFY), swept every second.

The news is never in the wake-up. A renderer, named by the setting CHA_LIVE_RENDERER, reads the ledger from a position:

    render_since(position: int) -> tuple[int, list[Piece]]

It returns the new position and pieces: (topics, html), or (topics, data, name) for an event of another name. With a
position of -1 it returns the present one and no pieces. A piece may be empty: its topics are then told to refresh.
Topics [REVOKE, subject, topic] close streams.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cha.live.hub import Hub

log = logging.getLogger("cha.live")

SWEEP = 1.0
REVOKE = "!revoke"
Piece = tuple[list[str], bytes] | tuple[list[str], bytes, str]
Renderer = Callable[[int], tuple[int, Sequence[Piece]]]


class Feed:
    """Carries pieces from the ledger to the hub, in one thread of its own beside the loop."""

    def __init__(self, hub: Hub, renderer: Renderer, path: Path) -> None:
        self.hub, self.renderer, self.path = hub, renderer, path
        self._rung = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")

    async def run(self) -> None:
        """Carry for as long as it runs."""
        bell = self._listen()
        try:
            position = -1
            while True:
                position = await self._carry(position)
                await self._wait()
        finally:
            asyncio.get_running_loop().remove_reader(bell)
            bell.close()
            self.path.unlink(missing_ok=True)
            self._thread.shutdown(wait=False, cancel_futures=True)

    def ring(self) -> None:
        """Look now. From another thread: `loop.call_soon_threadsafe(feed.ring)`."""
        self._rung.set()

    async def _carry(self, position: int) -> int:
        loop = asyncio.get_running_loop()
        try:
            position, pieces = await loop.run_in_executor(self._thread, self.renderer, position)
        except Exception:
            # Whatever it was, browsers that fetch are right again; the position stays, so it is tried again.
            log.exception("live could not read the ledger")
            await asyncio.sleep(SWEEP)
            return position
        for topics, html, *name in pieces:
            self._say(topics, html, *name)
        return position

    def _say(self, topics: list[str], html: bytes, name: str = "message") -> None:
        if topics and topics[0] == REVOKE:
            subject, topic = (*topics[1:], "", "")[:2]
            self.hub.revoke(subject or None, topic or None)
        elif html:
            self.hub.publish(topics, html, name)
        else:
            self.hub.publish(topics, b"", "refresh")

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(SWEEP):
                await self._rung.wait()
        except TimeoutError:
            pass
        self._rung.clear()

    def _listen(self) -> socket.socket:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        bell.setblocking(False)
        bell.bind(str(self.path))
        asyncio.get_running_loop().add_reader(bell, self._heard, bell)
        return bell

    def _heard(self, bell: socket.socket) -> None:
        try:
            while bell.recv(64):
                pass
        except BlockingIOError:
            pass
        self.ring()
