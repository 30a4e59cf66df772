"""Takes a request's body in full, before any page thread hears of it: limits on size, time and memory.

Twenty clients at ten bytes a second cost twenty small files here, and no page waits for them.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MB = 1024 * 1024


class Gone(Exception):
    """The client went away before its request was complete."""


class NotTaken(Exception):
    """The body is refused; `status` is 400, 408 or 413 and `sentence` says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """What a body may cost. Sizes in bytes, times in seconds, `rate` in bytes per second."""

    size: int = 25 * MB
    in_memory: int = MB
    held: int = 32
    grace: float = 10
    rate: int = 1024
    total: float = 600
    linger: float = 5


class Bodies:
    """Where bodies are taken in. One per front process; used in its event loop only."""

    def __init__(self, limits: Limits, folder: Path | None = None) -> None:
        self.limits, self.folder = limits, folder
        self._taking = 0

    async def take(self, length: int | None, receive: Receive) -> IO[bytes]:
        """The whole body as a file at its start; the caller closes it.

        `length` is what Content-Length announced, or None. Raises NotTaken and Gone.
        """
        if length is not None and length > self.limits.size:
            raise NotTaken(413, self._too_large())
        # Beyond `held` at once the rest go straight to disk, so memory stays bounded by held x in_memory.
        in_memory = self.limits.in_memory if self._taking < self.limits.held else 1
        file = tempfile.SpooledTemporaryFile(max_size=in_memory, dir=str(self.folder) if self.folder else None)  # noqa: SIM115
        self._taking += 1
        try:
            await self._fill(file, receive)
        except BaseException:
            file.close()
            raise
        finally:
            self._taking -= 1
        file.seek(0)
        return file

    async def _fill(self, file: IO[bytes], receive: Receive) -> None:
        loop = asyncio.get_running_loop()
        started, size, more = loop.time(), 0, True
        while more:
            message = await self._next(receive, self._allowed(size) - (loop.time() - started))
            chunk: bytes = message.get("body", b"")
            size += len(chunk)
            if size > self.limits.size:
                raise NotTaken(413, self._too_large())
            file.write(chunk)
            more = message.get("more_body", False)

    async def _next(self, receive: Receive, seconds: float) -> Message:
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            raise NotTaken(408, "That took too long to arrive. Nothing was changed; please try again.") from None
        if message["type"] == "http.disconnect":
            raise Gone
        return message

    def _allowed(self, size: int) -> float:
        """Seconds since the start by which the next piece must be here, when `size` bytes are."""
        return min(self.limits.total, self.limits.grace + size / self.limits.rate)

    def _too_large(self) -> str:
        most = max(1, self.limits.size // MB)
        return f"That is larger than {most} MB, the most that is taken here. Nothing was changed."
