"""From a command to a running front: prepare the data folder, start the loop, greet."""

from __future__ import annotations

import asyncio
import gc
import sys

from cha.config.options import Options
from cha.config.serve.front import Front, Parts


def start(options: Options, parts: Parts, *, migrate: bool) -> int:
    """Run the parts until stopped. Returns the exit code."""
    import django  # noqa: PLC0415  (needs the options)

    django.setup()
    from cha.config.serve.greeting import greet  # noqa: PLC0415  (needs Django)
    from cha.config.serve.prepare import prepare  # noqa: PLC0415  (needs Django)

    try:
        prepare(options, migrate=migrate)
        # What was loaded stays for good; leaving it out of collections keeps its pages shared and pauses short.
        gc.collect()
        gc.freeze()
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(serve(options, parts, lambda port: greet(options, parts, port)))
    except OSError as error:
        print(f"cha: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


async def serve(options: Options, parts: Parts, ready: object) -> None:
    """Run the front inside the loop."""
    await Front(options, parts, ready).run()  # type: ignore[arg-type]


def new_loop() -> asyncio.AbstractEventLoop:
    """uvloop where it is to be had."""
    try:
        import uvloop  # noqa: PLC0415  (not on every platform)
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop
