"""What a worker does between tasks: fires timers, returns what crashed workers held, sees the clock being set back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import close_old_connections

from cha.core import tasks, timers
from cha.core.clock import now
from cha.core.ledger import Event

log = logging.getLogger("cha.worker")

# A clock that is corrected by less is left alone.
SET_BACK: Final = timedelta(seconds=2)
# Between two looks for crashed workers' tasks and old rows, in seconds that no clock change touches.
TIDY: Final = 30.0


class Sweeper:
    """One worker's sweeps. `alive` says whether a holder of leases may still be there."""

    EVERY: Final = 1.0

    def __init__(self, alive: Callable[[str], bool]) -> None:
        self._alive = alive
        self._tidied = time.monotonic() - TIDY
        # What happened last was not in the future when it did: nobody was here to see the clock being set back.
        newest = Event.objects.order_by("-xact", "-id").values_list("at", flat=True).first()
        self._last, self._beat = newest or now(), time.monotonic()

    def sweep(self) -> float:
        """Fire what is due. Returns the seconds that may pass until the next time, at most `EVERY`."""
        try:
            self._see_clock()
            timers.fire_due()
            if time.monotonic() - self._tidied > TIDY:
                tasks.return_claims(self._alive)
                tasks.prune()
                self._tidied = time.monotonic()
            due = timers.next_due()
        except Exception:
            log.exception("the sweep stumbled")
            close_old_connections()
            due = None
        return max(0.0, min(self.EVERY, (due - now()).total_seconds())) if due else self.EVERY

    def _see_clock(self) -> None:
        expected = self._expected()
        if now() < expected - SET_BACK:
            count = tasks.clock_was_at(expected)
            log.warning("the clock was set back by %s; %s tasks are due still", expected - now(), count)
        self._last, self._beat = now(), time.monotonic()

    def _expected(self) -> datetime:
        return self._last + timedelta(seconds=time.monotonic() - self._beat)
