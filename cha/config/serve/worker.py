"""Keeps worker processes running beside the front: starts them, starts them again when they die, stops them with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys

from cha.config import options

log = logging.getLogger("cha.front")

LONGEST_PAUSE = 30.0
STEADY = 60.0
PATIENCE = 12.0


class Keeper:
    """One worker process. It ends when its standard input does, so it never outlives the front, kill -9 included."""

    def __init__(self) -> None:
        self.process: asyncio.subprocess.Process | None = None
        self._pause = 0.5
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Keep the worker running until `stop`."""
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            started = loop.time()
            self.process = await self._start()
            code = await self.process.wait()
            if self._stopping.is_set():
                return
            self._pause = 0.5 if loop.time() - started > STEADY else min(self._pause * 2, LONGEST_PAUSE)
            log.warning("the worker ended (%s); it starts again in %.0f s", code, self._pause)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._stopping.wait()

    async def stop(self) -> None:
        """Let the worker finish what it has in hand, and end it by force when that takes too long."""
        self._stopping.set()
        if self.process is None or self.process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.process.wait()
        except TimeoutError:
            log.warning("the worker did not stop in %.0f s and was killed; its tasks run again", PATIENCE)
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cha", "worker", "--with-front"),
            stdin=asyncio.subprocess.PIPE,
            env=options.child_environ(),
        )
