"""How quickly stored mails become conversations: `python -m bench.inside.reading store N`, then `… run` per worker.

`run` is one worker process with nothing else to do: it reads, acknowledges and indexes until nothing is left.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from bench.inside import begin, tell

begin()

from django.db import connection  # noqa: E402

from bench.mails import raw_mail  # noqa: E402
from cha.channels.models import Payload  # noqa: E402
from cha.channels.models.payload import Arrival, receive  # noqa: E402
from cha.core import wiring, worker  # noqa: E402
from cha.core.ids import new_id  # noqa: E402

BATCH = 50


def store(count: int) -> dict[str, Any]:
    """Store raw mails as the listener does. Returns mails a second."""
    wiring.load()
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        arrivals = []
        for number in range(start, min(start + BATCH, count)):
            sender, recipient, raw = raw_mail(f"{new_id()}.{number}")
            arrivals.append(Arrival("email", raw, {"mail_from": sender, "recipients": [recipient]}))
        receive(arrivals)
    return {"rate": count / (time.perf_counter() - began)}


def run() -> dict[str, Any]:
    """Work the lane that reads until it is empty. Returns the moments of the first and the last task, and the CPU."""
    wiring.load()
    connection.ensure_connection()
    worker.run_lane("work", 1)
    began, cpu, tasks = time.time(), time.process_time(), 0
    while ran := worker.run_lane("work"):
        tasks += ran
    return {"began": began, "ended": time.time(), "cpu": time.process_time() - cpu, "tasks": tasks}


def left() -> dict[str, Any]:
    """How many payloads wait still, and how many are read."""
    rows = Payload.objects.values_list("state", flat=True)
    found = list(rows)
    return {"read": found.count("read"), "waiting": found.count("received")}


if __name__ == "__main__":
    what = sys.argv[1]
    tell(store(int(sys.argv[2])) if what == "store" else run() if what == "run" else left())
