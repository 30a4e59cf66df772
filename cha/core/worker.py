"""The worker: runs due tasks, fires timers, returns crashed claims. One process, one thread per lane."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from django.db import close_old_connections, connection

from cha.core import tasks, timers, wake, wiring
from cha.core.clock import meant_for
from cha.core.sweeping import Sweeper
from cha.core.tasks import JOBS, Task, job_called

log = logging.getLogger("cha.worker")

LANES = {"work": 1, "net": 2}
BATCH = 25
# Under load the bell rings hundreds of times a second: timers are looked at this often at most, lanes gather this long.
LOOK = 0.2
GATHER = 0.005
HOST = socket.gethostname()


def holder_name() -> str:
    """This process, as leases name it."""
    return f"{HOST}:{os.getpid()}"


def alive(holder: str) -> bool:
    """Whether the process that holds a lease may still be there; other machines are given the benefit of the doubt."""
    host, _, pid = holder.rpartition(":")
    if host != HOST or not pid.isdigit():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def run_one(row: Task) -> bool:
    """Run one claimed task. False when it failed (which is then noted)."""
    try:
        with meant_for(row.meant_at):
            job_called(row.name)(*row.args)
    except Exception as error:
        if not isinstance(error, tasks.Later):
            log.warning("task failed: %s attempt %s: %s", row, row.attempts, error, exc_info=True)
        tasks.fail(row, error)
        return False
    return True


def gathered(rows: list[Task]) -> list[list[Task]]:
    """Claimed tasks in the order of their runs: one by one, but those of a job that gathers together."""
    found: list[list[Task]] = []
    # What a timer made is gathered with what was meant for the same moment: it is as late.
    alike: dict[tuple[str, datetime | None], list[Task]] = {}
    for row in rows:
        job = JOBS.get(row.name)
        together = alike.setdefault((row.name, row.meant_at), []) if job and job.gathers else []
        if not together:
            found.append(together)
        together.append(row)
    return found


def run_together(rows: list[Task]) -> list[Task]:
    """Run tasks that were gathered as one. When that fails, each runs by itself. Returns those that are done."""
    if len(rows) > 1:
        try:
            with meant_for(rows[0].meant_at):
                job_called(rows[0].name)(*(argument for row in rows for argument in row.args))
        except Exception as error:
            log.warning("%s tasks %s failed together: %s", len(rows), rows[0].name, error)
        else:
            return rows
    return [row for row in rows if run_one(row)]


@contextmanager
def synced_later() -> Iterator[None]:
    """On SQLite, let commits wait for the disk with the next that is made outside: `finish`, a claim of lane `net`.

    A power cut may then take back the newest commits, never an older one without those after it: the tasks that made
    them wait again, and run again. A crash of the process takes back nothing.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.cursor().execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        # The task may have closed the connection; one that is opened anew is FULL.
        connection.cursor().execute("PRAGMA synchronous=FULL")


@contextmanager
def synced_now() -> Iterator[None]:
    """On SQLite, sync the commits inside to disk at once: what is about to leave this machine rests on them."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    before = connection.cursor().execute("PRAGMA synchronous").fetchone()[0]
    connection.cursor().execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        connection.cursor().execute(f"PRAGMA synchronous={int(before)}")


def run_lane(lane: str, limit: int = BATCH) -> int:
    """Claim and run up to `limit` tasks of a lane. Returns how many were claimed."""
    if not tasks.waiting_in(lane):
        return 0
    # Lane `net` claims with a sync: what its tasks rest on is on disk before anything leaves this machine.
    with nullcontext() if lane == "net" else synced_later():
        rows = tasks.claim(lane, holder_name(), limit)
    with synced_later():
        done = [row.id for together in gathered(rows) for row in run_together(together)]
    if done:
        tasks.finish(done)
    return len(rows)


def run_all(rounds: int = 100) -> int:
    """Run everything that is due, in this thread, until nothing is: for tests, the demo and one-off commands."""
    wiring.load()
    total = 0
    for _ in range(rounds):
        timers.fire_due()
        ran = sum(run_lane(lane) for lane in LANES)
        total += ran
        if not ran:
            break
    return total


class Lane(threading.Thread):
    """One thread that works a lane until told to stop."""

    def __init__(self, lane: str, stop: threading.Event, number: int) -> None:
        super().__init__(name=f"{lane}-{number}", daemon=True)
        self.lane, self.stop, self.rung = lane, stop, threading.Event()
        # Few at a time where each may wait on a network: what is claimed waits behind it.
        self.batch = BATCH if lane == "work" else 8

    def run(self) -> None:
        while not self.stop.is_set():
            self.rung.clear()
            try:
                while run_lane(self.lane, self.batch) and not self.stop.is_set():
                    pass
            except Exception:
                log.exception("the %s lane stumbled", self.lane)
                close_old_connections()
                self.stop.wait(0.5)
            self.rung.wait(Sweeper.EVERY)
            time.sleep(GATHER)
        connection.close()


def run(stop: threading.Event) -> None:
    """Work until `stop` is set. Must be called in a process of its own, with Django set up."""
    wiring.load()
    bell = wake.Bell("worker")
    tasks.return_claims(alive)
    lanes = [Lane(lane, stop, n) for lane, count in LANES.items() for n in range(count)]
    for lane in lanes:
        lane.start()
    sweeper, look = Sweeper(alive), time.monotonic()
    while not stop.is_set():
        patience = look - time.monotonic()
        if patience <= 0:
            patience = sweeper.sweep()
            look = time.monotonic() + LOOK
        bell.wait(patience)
        for lane in lanes:
            lane.rung.set()
    for lane in lanes:
        lane.rung.set()
        lane.join(timeout=10)
    bell.close()
