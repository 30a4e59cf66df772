"""What is forgotten of records, and when; what somebody may be told that we hold.

A record goes with its person, with its shop, or when nobody came for it: `UNCLAIMED` after it was last sent. What a
shop said and no longer says stays until then, with its "as of". That somebody was asked about goes with the person.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.money import plain_amount
from cha.core.tasks import task
from cha.core.timers import Timer, set_timer
from cha.core.verbs import verb
from cha.people.models.person import Person
from cha.people.models.record import Record, RecordLook
from cha.people.models.record_source import RecordSource

UNCLAIMED: Final = timedelta(days=90)
EVERY: Final = timedelta(days=1)
AT_ONCE: Final = 5000
TIMER: Final = "records.tidy"


@verb
def forget_records(person: Person, *, by: Acting | Actor) -> int:
    """Forget all that shops said of a person, and that they were asked; how many records went.

    What pushes again brings it back: whoever is forgotten here is forgotten in the shop, too.
    """
    number, _ = Record.objects.filter(person=person).delete()
    RecordLook.objects.filter(person=person).delete()
    record("records.forgotten", by=by, on=person, person=person.pk, number=number)
    return number


def told_of(person: Person) -> list[dict[str, Any]]:
    """What shops said of a person by addresses that are proven, as JSON values: what the person may be told.

    What they are only claimed to have ordered may be somebody else's.
    """
    rows = Record.objects.filter(person=person, point__verified_at__isnull=False).select_related("source")
    return [
        {
            "source": row.source.name,
            "kind": row.kind,
            "number": row.number,
            "status": row.status,
            "amount": plain_amount(row.amount, row.currency) if row.amount is not None else None,
            "currency": row.currency,
            "placed_at": row.placed_at.isoformat() if row.placed_at else None,
            "lines": row.lines,
            "as_of": row.as_of.isoformat(),
        }
        for row in rows.order_by("id")
    ]


def let_go_of_nobodys(limit: int = AT_ONCE) -> int:
    """Delete what nobody came for, a batch at a time. How many went."""
    old = Record.objects.filter(person=None, kept_at__lt=now() - UNCLAIMED)
    ids = list(old.filter(organisation=None).order_by().values_list("pk", flat=True)[:limit])
    return Record.objects.filter(pk__in=ids).delete()[0]


@task("people.tidy_records", rank=9)
def tidy() -> None:
    """Let go of what nobody came for and of what tries showed, and come again tomorrow."""
    let_go_of_nobodys()
    RecordSource.objects.exclude(tried={}).update(tried={})
    with transaction.atomic():
        set_timer(TIMER, now() + EVERY, tidy)


def see_to_it() -> None:
    """Make sure that somebody tidies: called when a worker starts, harmless when it is arranged."""
    if not Timer.objects.filter(key=TIMER, fired_at=None).exists():
        with transaction.atomic():
            set_timer(TIMER, now() + timedelta(hours=1), tidy)
