"""Runs one mail through the pipeline in a process of its own, and may kill that process with -9 at one point.

    step.py receive MAIL [POINT]     store the mail
    step.py work [POINT]             run every task that is due
    step.py report SENDER            print what the database knows of a sender, as JSON

POINT is `module:function:before`, `…:after`, or `…:VERB` (kill inside the transaction, when that event is recorded).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"


def die() -> None:
    """What pulling the plug does to a process."""
    os.kill(os.getpid(), signal.SIGKILL)


def set_trap(point: str) -> None:
    """Replace a function by itself with a kill at the point."""
    module_name, path, moment = point.split(":")
    owner: Any = import_module(module_name)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    real: Callable[..., Any] = getattr(owner, name)

    def trapped(*args: Any, **kwargs: Any) -> Any:
        if moment == "before" or (args and args[0] == moment):
            die()
        result = real(*args, **kwargs)
        if moment == "after":
            die()
        return result

    setattr(owner, name, trapped)


def receive(path: str) -> None:
    from cha.channels.models.payload import Arrival, receive

    envelope: dict[str, object] = {"mail_from": "adaeze@nwosu.example", "recipients": ["hello@juniperlane.example"]}
    receive([Arrival("email", Path(path).read_bytes(), envelope)])


def work() -> None:
    from cha.core import tasks, worker

    tasks.return_claims(worker.alive)
    # A crash leaves retries due in a moment; a test has no moment to lose.
    worker.run_all()


def report(sender: str) -> None:
    from cha.channels.models import Delivery, Payload
    from cha.conversations.models import Conversation, Message
    from cha.core.ledger import Event
    from cha.core.tasks import Task
    from cha.promises.models import Promise

    conversations = list(Conversation.objects.filter(person__points__value__endswith=sender))
    messages = Message.objects.filter(conversation__in=conversations)
    payloads = Payload.objects.filter(pk__in=messages.exclude(payload_id=None).values("payload_id"))
    deliveries = Delivery.objects.filter(conversation__in=conversations)
    trail = models_q(conversations, payloads)
    found = {
        "payloads": list(payloads.values_list("state", flat=True)),
        "persons": len({row.person_id for row in conversations}),
        "conversations": len(conversations),
        "messages": list(messages.order_by("id").values_list("kind", flat=True)),
        "deliveries": list(deliveries.order_by("id").values_list("kind", "state", "external_id")),
        "promises": list(Promise.objects.filter(conversation__in=conversations).values_list("state", flat=True)),
        "events": list(Event.objects.filter(trail).order_by("id").values_list("verb", flat=True)),
        "open_tasks": list(Task.objects.exclude(state="done").values_list("name", "state", "said")),
        "unread": Payload.objects.exclude(state="read").count(),
    }
    print(json.dumps(found))


def models_q(conversations: Any, payloads: Any) -> Any:
    """The events of these conversations, and of the payloads they came from."""
    from django.db.models import Q

    received = Q(subject="payload", subject_id__in=payloads.values("pk"), verb="payload.received")
    return received | Q(conversation_id__in=[row.pk for row in conversations])


def main() -> None:
    import django

    django.setup()
    from cha.core import wiring

    wiring.load()
    command, *words = sys.argv[1:]
    needed = 0 if command == "work" else 1
    if len(words) > needed:
        set_trap(words[needed])
    {"receive": receive, "work": work, "report": report}[command](*words[:needed])


if __name__ == "__main__":
    main()
