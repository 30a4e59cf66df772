"""N timers due in the same second, watched until each has had its effect: `python -m bench.inside.timers N`.

Each is a snooze that ends, the commonest of timers: its work locks a conversation, brings it back, places it in the
care order, records an event. The workers run outside; this one only fills and looks.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.inside import begin, tell

begin()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Count, Max  # noqa: E402

from bench.inside.rows import Table  # noqa: E402
from bench.inside.seed import Ids  # noqa: E402
from cha.channels.models import Channel  # noqa: E402
from cha.conversations.models import Conversation  # noqa: E402
from cha.conversations.models.snoozing import Snooze, wake_up_task  # noqa: E402
from cha.core.ledger import Event  # noqa: E402
from cha.core.tasks import Task  # noqa: E402
from cha.core.timers import Timer  # noqa: E402
from cha.people.models import ContactPoint, Person  # noqa: E402

# So much later than filled: workers are idle then, as they are before a full hour.
AHEAD = timedelta(seconds=5)
PATIENCE = 600.0


def fill(count: int) -> datetime:
    """That many snoozed conversations, each of its own person. Returns the moment at which all of them are back."""
    call_command("migrate", verbosity=0, interactive=False)
    ids, channel, began = Ids(), Channel.objects.order_by("pk")[0], datetime.now(UTC) - timedelta(days=1)
    tables = {model: Table(model) for model in (Person, ContactPoint, Conversation, Snooze, Timer)}
    # Filling takes a second or two for ten thousand.
    due = (datetime.now(UTC) + AHEAD + timedelta(seconds=count / 2000)).replace(microsecond=0)
    with transaction.atomic():
        for number in range(count):
            _snoozed(tables, ids, channel, number, began, due)
        for table in tables.values():
            table.write()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return due


def _snoozed(tables: dict[Any, Table], ids: Ids, channel: Channel, number: int, began: datetime, due: datetime) -> None:
    person, pk = ids(began), ids(began)
    tables[Person].add(id=person, name=f"Person {number}", language="en", tint=1, arrived_at=began)
    tables[ContactPoint].add(
        id=ids(began), person_id=person, kind="email", value=f"p{number}@d.example", added_at=began
    )
    tables[Conversation].add(
        id=pk,
        person_id=person,
        brand_id=channel.brand_id,
        channel_id=channel.pk,
        medium="email",
        subject=f"Order JL-{number}",
        language="en",
        state="ours",
        opened_at=began,
        waiting_since=began,
        last_at=began,
        heard_count=1,
        acknowledged_at=began,
        snoozed_until=due,
    )
    tables[Snooze].add(id=ids(began), conversation_id=pk, until=due, at=began)
    tables[Timer].add(id=ids(began), key=f"wake:{pk}", due=due, job=wake_up_task.name, args=[pk])


def watch(count: int, due: datetime) -> dict[str, Any]:
    """Seconds from the moment to the last timer taken and to the last effect; what was done twice, early or never."""
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
    fired, end = 0.0, time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not fired and not Timer.objects.filter(job=wake_up_task.name).exists():
            fired = (datetime.now(UTC) - due).total_seconds()
        if fired and not Conversation.objects.exclude(snoozed_until=None).exists():
            break
        time.sleep(0.25)
    woken = Event.objects.filter(verb="conversation.woken")
    tasks = Task.objects.filter(name=wake_up_task.name)
    return {
        "asked": count,
        "taken": fired,
        "seconds": ((woken.aggregate(last=Max("at"))["last"] or datetime.now(UTC)) - due).total_seconds(),
        "woken": woken.values("conversation_id").distinct().count(),
        "twice": woken.values("conversation_id").annotate(n=Count("id")).filter(n__gt=1).count(),
        "tasks": tasks.count(),
        "early": woken.filter(at__lt=due).count(),
    }


if __name__ == "__main__":
    wanted = int(sys.argv[1])
    tell(watch(wanted, fill(wanted)))
