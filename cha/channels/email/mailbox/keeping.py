"""Keeping watch over every mailbox: a thread for each, begun, poked and stopped as their rows say."""

from __future__ import annotations

import logging
import threading
from typing import Final

from django.db import close_old_connections, connection

from cha.channels.email.mailbox.position import free
from cha.channels.email.mailbox.watching import Habits, Watch
from cha.channels.models.mailbox import Mailbox
from cha.core.worker import alive, holder_name

log = logging.getLogger("cha.mailbox")

LOOK: Final = 2.0
PATIENCE: Final = 5.0


class Mailboxes(threading.Thread):
    """Looks every two seconds at which mailboxes there are; runs beside a worker until `stop` is set."""

    def __init__(self, stop: threading.Event, habits: Habits | None = None) -> None:
        super().__init__(name="mailboxes", daemon=True)
        self._stop_set, self._habits = stop, habits
        self._watches: dict[int, Watch] = {}

    def run(self) -> None:
        """Keep watch."""
        while not self._stop_set.is_set():
            try:
                close_old_connections()
                self.look()
            except Exception:
                log.exception("the mailboxes could not be looked at")
            self._stop_set.wait(LOOK)
        for watch in self._watches.values():
            watch.stop()
        for watch in self._watches.values():
            watch.join(PATIENCE)
        connection.close()

    def look(self) -> None:
        """Begin with those that nobody watches, poke those that were changed, stop those that are to rest."""
        rows = {row.pk: row for row in Mailbox.objects.filter(paused=False, channel__active=True)}
        for pk, watch in list(self._watches.items()):
            if not watch.is_alive():
                del self._watches[pk]
            elif pk not in rows:
                watch.stop()
            elif rows[pk].changed_at != watch.changed_at:
                watch.poke()
        holder = holder_name()
        for pk, row in rows.items():
            if pk not in self._watches and free(row, holder, alive(row.holder) if row.holder else True):
                self._watches[pk] = Watch(pk, holder, row.holder, self._habits)
                self._watches[pk].start()
