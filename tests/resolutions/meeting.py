"""Two at once who meet for certain: each waits behind a lock that the test holds, in the order that it says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, models, transaction

from cha.core.errors import ChaError

PATIENCE = 600


def meet_behind(rows: models.QuerySet[Any], *works: Callable[[], object]) -> list[object]:
    """What each came to: what it returned, or the error it raised. Each begins when the one before it waits for a lock,
    and all go on together. On SQLite, whose writers queue, they simply begin together.
    """
    came: dict[int, object] = {}

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            came[number] = work()
        except Exception as error:
            came[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    if connection.vendor == "postgresql":
        with transaction.atomic():
            list(rows.select_for_update(no_key=True).values_list("pk"))
            for number, thread in enumerate(threads, 1):
                thread.start()
                _until_they_wait(number, threads[:number])
    else:
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join(60)
    return [came[number] for number in range(len(works))]


def fine(came: list[object]) -> bool:
    """Whether each came to something that the house says: an answer, or a sentence."""
    return not [one for one in came if isinstance(one, Exception) and not isinstance(one, ChaError)]


def _until_they_wait(count: int, threads: list[threading.Thread]) -> None:
    for _ in range(PATIENCE):
        with connection.cursor() as cursor:
            # What a transaction has seen of the others' activity it goes on seeing.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            (waiting,) = cursor.fetchone()
        if waiting >= count or not threads[-1].is_alive():
            return
        time.sleep(0.05)
