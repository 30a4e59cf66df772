"""How quickly a mailbox is back-filled: `python -m bench.inside.mailbox PORT USER PASSWORD store|read`.

`store` only fetches and stores; `read` reads beside it, in the same process, as a worker does.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any

from bench.inside import begin, tell

begin()

from cha.channels.email.mailbox import watching  # noqa: E402
from cha.channels.models import Channel, Mailbox, Payload, add_mailbox  # noqa: E402
from cha.core import wiring, worker  # noqa: E402
from cha.core.actor import CHA  # noqa: E402

LONGEST = 600.0


def fill(port: int, user: str, password: str, *, read: bool) -> dict[str, Any]:
    """Take in everything that lies in the mailbox. Returns mails, seconds, and the most memory (MB) of the process."""
    wiring.load()
    if not read:
        watching.AHEAD = 1_000_000_000  # type: ignore[misc]
    channel = Channel.objects.get()
    mailbox = add_mailbox(
        channel, "127.0.0.1", user, by=CHA, secret=password, port=port, security="none", history_days=-1
    )
    watch = watching.Watch(mailbox.pk, worker.holder_name())
    began = time.perf_counter()
    watch.start()
    while time.perf_counter() - began < LONGEST and watch.is_alive():
        ran = worker.run_lane("work") if read else 0
        mailbox.refresh_from_db(fields=["history"])
        waits = read and Payload.objects.exclude(state="read").filter(state="received").exists()
        if mailbox.history == Mailbox.History.DONE and not waits:
            break
        if not ran:
            time.sleep(0.02)
    took = time.perf_counter() - began
    watch.stop()
    watch.join(20)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"mails": Payload.objects.count(), "seconds": took, "megabytes": most}


if __name__ == "__main__":
    where, user, password, what = sys.argv[1:]
    tell(fill(int(where), user, password, read=what == "read"))
