"""From a command to a running front: take the ports, prepare the data folder, start the loop, greet."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import socket
import sys

from cha.config import options as table
from cha.config.options import Options
from cha.config.serve.front import Front, Parts
from cha.config.serve.server import free_port, listen


def start(options: Options, parts: Parts, *, migrate: bool) -> int:
    """Run the parts until stopped. Returns the exit code."""
    try:
        open_many_files()
        options, sock = take_ports(options, parts)
        said = prepared(options, parts, migrate=migrate)
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(serve(options, parts, sock, said))
    except OSError as error:
        print(f"cha: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def open_many_files() -> None:
    """Let this process hold as many connections as the machine lets it: each is an open file."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def take_ports(options: Options, parts: Parts) -> tuple[Options, socket.socket | None]:
    """The options with the ports they will really have, and the socket for HTTP if there is to be one.

    The HTTP port is taken first of all: a port in use is told before anything is changed.
    """
    sock = None
    if parts.http:
        sock = listen(options.host, options.port)
        options = table.settle(port=str(sock.getsockname()[1]))
    if parts.smtp and not options.mail_port:
        options = table.settle(mail_port=str(free_port(options.mail_host)))
    if parts.smtp and parts.worker and options.demo and not options.relay:
        options = table.settle(demo_mail_port=str(options.demo_mail_port or free_port("127.0.0.1")))
        options = table.settle(relay=options.sink)
    return options, sock


def prepared(options: Options, parts: Parts, *, migrate: bool) -> str:
    """Load Django and bring the data folder up to date. Returns what to say when everything runs."""
    import django

    django.setup()
    from cha.config.serve.greeting import greeting
    from cha.config.serve.prepare import prepare

    prepare(options, migrate=migrate, pages=parts.pages)
    said = greeting(options, parts)
    # What was loaded stays for good: leaving it out of collections keeps pauses short.
    gc.collect()
    gc.freeze()
    return said


async def serve(options: Options, parts: Parts, sock: socket.socket | None, said: str) -> None:
    """Run the front inside the loop."""
    await Front(options, parts, sock, lambda: print(said, flush=True)).run()


def new_loop() -> asyncio.AbstractEventLoop:
    """uvloop where it is to be had."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop
