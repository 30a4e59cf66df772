"""Many live connections from one process: `python -m bench.listeners PORT COUNT TOKEN [ONE_TOKEN]`.

Says `{"connected": N}` when all stand. From then on, `{"count": …, "last": …, "member": …}` for every burst of events:
when the last of the connections got its first one (CLOCK_MONOTONIC, seconds; what follows is not counted). With
ONE_TOKEN one connection more listens to that, and `member` is when it got its event. Ends when standard input does.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import ClassVar
from urllib.parse import quote

QUIET = 0.25
AT_ONCE = 100


class Listener(asyncio.Protocol):
    """One browser's stream, as bytes."""

    heard: ClassVar[dict[int, float]] = {}
    member: ClassVar[dict[int, float]] = {}
    newest = 0.0
    connected = 0

    def __init__(self, token: str, *, member: bool = False) -> None:
        self.token, self.mine, self.begun = token, Listener.member if member else Listener.heard, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(f"GET /live?topics={quote(self.token)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        if not self.begun:
            self.begun = b"event: hello" in data
            Listener.connected += self.begun
        elif b"data:" in data:
            Listener.newest = time.monotonic()
            self.mine.setdefault(id(self), Listener.newest)


async def run(port: int, count: int, token: str, one: str) -> None:
    """Connect, say so, then tell each burst."""
    loop = asyncio.get_running_loop()
    for start in range(0, count, AT_ONCE):
        made = [
            loop.create_connection(lambda: Listener(token), "127.0.0.1", port)
            for _ in range(start, min(start + AT_ONCE, count))
        ]
        await asyncio.gather(*made)
    if one:
        await loop.create_connection(lambda: Listener(one, member=True), "127.0.0.1", port)
    until = time.monotonic() + 60
    while Listener.connected < count + bool(one) and time.monotonic() < until:  # noqa: ASYNC110 - many, not one event
        await asyncio.sleep(0.05)
    print(json.dumps({"connected": Listener.connected}), flush=True)
    ended = loop.run_in_executor(None, sys.stdin.read)
    while not ended.done():
        await asyncio.sleep(0.02)
        if Listener.newest and time.monotonic() - Listener.newest > QUIET:
            last = max(Listener.heard.values(), default=0)
            told = {"count": len(Listener.heard), "last": last, "member": list(Listener.member.values())}
            print(json.dumps(told), flush=True)
            Listener.heard.clear()
            Listener.member.clear()
            Listener.newest = 0.0


if __name__ == "__main__":
    port, count, token, *one = sys.argv[1:]
    asyncio.run(run(int(port), int(count), token, one[0] if one else ""))
