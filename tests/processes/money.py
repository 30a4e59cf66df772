"""Remedies over connectors, each step in a process of its own that may be killed with -9.

It is started once and reads a line of JSON (words) for each process that it forks: setting Django up is most of what a
process costs. It answers with a line `{"pid"}` at once, and a line `{"status", "out"}` when that process has ended.

    go KIND URL [POINT]     connect a house, decide a remedy, say its id, carry it out; POINT as in step.py
    work                    run what is due, once
    on REMEDY               go on after a crash, let time pass, say how it stands
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"

# Minutes that pass: past a hold, past the quiet of a house, past the next looks.
LATER = (0, 1, 5, 20, 90)
Say = Callable[[Any], None]


def go(say: Say, kind: str, url: str, point: str = "") -> None:
    from step import set_trap

    from cha.core import worker
    from tests.processes.paying import decided

    say(decided(kind, url))
    if point:
        set_trap(point)
    worker.run_all()


def work(say: Say) -> None:
    from cha.core import tasks, worker

    tasks.return_claims(worker.alive)
    worker.run_all()


def on(say: Say, remedy: int) -> None:
    from cha.core import tasks, worker
    from cha.core.clock import now, standing_at
    from cha.core.ledger import Event
    from cha.resolutions.models import Attempt, Remedy

    tasks.return_claims(worker.alive)
    begun = now()
    for minutes in LATER:
        with standing_at(begun + timedelta(minutes=minutes)):
            worker.run_all()
    row = Remedy.objects.get(pk=remedy)
    attempts = Attempt.objects.filter(remedy=row).order_by("number")
    events = Event.objects.filter(subject="remedy", subject_id=row.pk).order_by("id")
    found = {
        "state": row.state,
        "attempts": list(attempts.values_list("outcome", flat=True)),
        "events": list(events.values_list("verb", flat=True)),
    }
    say(found)


def forked(words: list[Any]) -> None:
    """Run one command in a process of its own, and say how it ended."""
    reads, writes = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reads)
        command, *rest = words
        try:
            with os.fdopen(writes, "w", buffering=1) as pipe:
                {"go": go, "work": work, "on": on}[command](lambda said: print(json.dumps(said), file=pipe), *rest)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writes)
    print(json.dumps({"pid": pid}), flush=True)
    with os.fdopen(reads) as pipe:
        out = [json.loads(line) for line in pipe]
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(json.dumps({"status": status, "out": out}), flush=True)


def main() -> None:
    import django

    django.setup()
    from cha.core import wiring

    wiring.load()
    for line in sys.stdin:
        forked(json.loads(line))


if __name__ == "__main__":
    main()
