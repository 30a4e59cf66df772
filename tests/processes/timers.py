"""Snoozes that end in one second, in an install of its own: `timers.py fill N`, `timers.py report`."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"


def fill(count: int) -> None:
    """So many snoozed conversations; all of them are due since a moment."""
    from django.db import transaction

    from cha.conversations.models import Conversation, Snooze
    from cha.conversations.models.snoozing import wake_up_task
    from cha.core.clock import now
    from cha.core.timers import set_timer
    from cha.people.models import Person

    due = now() - timedelta(seconds=1)
    for number in range(count):
        with transaction.atomic():
            person = Person.objects.create(name=f"Person {number}")
            row = Conversation.objects.create(person=person, waiting_since=due, snoozed_until=due, medium="email")
            Snooze.objects.create(conversation=row, until=due)
            set_timer(f"wake:{row.pk}", due, wake_up_task, row.pk)


def report() -> None:
    """How often each was brought back, and what is left to do."""
    from django.db.models import Count

    from cha.core.ledger import Event
    from cha.core.tasks import Task
    from cha.core.timers import Timer

    woken = Event.objects.filter(verb="conversation.woken").values("conversation_id").annotate(n=Count("id"))
    found = {
        "woken": sorted(row["n"] for row in woken),
        "timers": Timer.objects.filter(key__startswith="wake:").count(),
        "tasks": Task.objects.exclude(state="done").count(),
    }
    print(json.dumps(found))


def main() -> None:
    import django

    django.setup()
    from cha.core import wiring

    wiring.load()
    command, *words = sys.argv[1:]
    if command == "fill":
        fill(int(words[0]))
    else:
        report()


if __name__ == "__main__":
    main()
