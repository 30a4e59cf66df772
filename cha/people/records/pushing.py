"""What a shop sends us by itself: a batch is read whole, then kept whole, or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid, Refused, TooLarge
from cha.core.verbs import verb
from cha.people.models.record_source import pushing_source
from cha.people.records.keeping import Kept, keep_records
from cha.people.records.reading import Row, read_row
from cha.team.models import Member

MOST: Final = 200


def push_records(source: str, rows: Sequence[object], *, by: Acting | Actor) -> Kept:
    """Keep a batch of records that a shop sends. A shop of a new name is known from its first push on.

    Raises Invalid by its field ("records.3.amount") with nothing kept, TooLarge for more than MOST, Refused for who
    may not answer people, Conflict while the shop is paused.
    """
    if isinstance(by, Member) and not by.answers:
        raise Refused("You may look and leave a note. Somebody with a seat pushes records.", code="no_seat")
    if not source.strip():
        raise Invalid("Say which shop it is, such as: web shop.", field="source")
    if len(rows) > MOST:
        raise TooLarge(f"There are more than {MOST} records. Send them in several batches.")
    at = now()
    return _push(source, [read_row(row, at, f"records.{place}.") for place, row in enumerate(rows)], by)


@verb
def _push(name: str, rows: list[Row], by: Acting | Actor) -> Kept:
    return keep_records(pushing_source(name, by=by), rows, by=by)
