"""The demo's two mail servers for a test: the listener that takes mail in, the sink that catches what goes out."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connections

from cha.channels.email import smtp
from cha.channels.email.receiving import Intake, Item
from cha.channels.email.relay import relay_for
from cha.config.serve.mail import store
from cha.demo import sink

MB = 1_000_000


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port: int = sock.getsockname()[1]
        return port


def keep(items: Sequence[Item]) -> None:
    """Store mails as the front does, and leave no connection behind."""
    try:
        store(items)
    finally:
        connections.close_all()


async def end(servers: Sequence[asyncio.Server]) -> None:
    """Take nothing more, and let go of every connection."""
    for server in servers:
        server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.05)


@contextmanager
def running() -> Iterator[tuple[int, int]]:
    """Both servers in a loop of their own. Gives their ports: (listener, sink)."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    intake, into, out_of = Intake(keep).start(), free_port(), free_port()
    listening = smtp.start(
        loop, host="127.0.0.1", port=into, max_bytes=MB, is_ours=lambda _: True, intake=intake, hostname="test.example"
    )
    servers = [
        asyncio.run_coroutine_threadsafe(starting, loop).result(10)
        for starting in (listening, sink.start("127.0.0.1", out_of))
    ]
    try:
        yield into, out_of
    finally:
        relay_for(f"smtp://127.0.0.1:{out_of}").close()
        asyncio.run_coroutine_threadsafe(end(servers), loop).result(10)
        intake.close(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
