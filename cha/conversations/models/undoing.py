"""Undoing: an act on many conversations at once, what stood in each before it, and taking all of it back.

An act is one verb on each conversation, one by one: each is authorised, each is an event of its own, and those that
cannot are told apart. What can be done so is listed in `cha.conversations.acts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import models

from cha.conversations.models.conversation import Conversation
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member

# Shown for eight seconds; taken for longer, for who has no script or a slow network. What happened since stands.
UNDO_FOR: Final = timedelta(minutes=10)
AT_ONCE: Final = 50
MOST: Final = 10_000


class Bulk(models.Model):
    """One act on many: which one, with what (`values`), by whom; and how far it and its undoing got."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="bulks")
    act = models.CharField(max_length=16)
    values = models.JSONField(default=dict)
    total = models.IntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.act} of {self.total}"

    @property
    def at_once(self) -> bool:
        """Few enough to be done while somebody waits."""
        return self.total <= AT_ONCE


class Part(models.Model):
    """One conversation of it: what stood in it `before`, and its `version` after. `why` says what did not let it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        UNDONE = "undone"
        STAYS = "stays"

    id = IdField()
    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="parts")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    before = models.JSONField(default=dict)
    version = models.IntegerField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            # What is still to be done, and how many of each: the progress of one act.
            models.Index(fields=["bulk", "state"], name="part_of_bulk"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.why}".strip()


@verb
def begin_bulk(act: str, ids: Sequence[int], values: Mapping[str, Any], *, by: Member) -> Bulk:
    """Write down what is to be done with these conversations. Raises Invalid for none, or for more than 10,000.

    Visibility and the right to answer are asked of each when its turn comes.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Invalid("Nobody is chosen. Tick a row first.", field="pick", code="none_chosen")
    if len(wanted) > MOST:
        raise Invalid("At most 10,000 at once. Narrow the list first.", field="pick")
    bulk = Bulk(member=by, act=act, values=dict(values), total=len(wanted))
    bulk.save(force_insert=True)
    Part.objects.bulk_create([Part(bulk=bulk, conversation_id=pk) for pk in wanted], batch_size=500)
    record("bulk.begun", by=by, on=bulk, act=act, count=len(wanted))
    return bulk


@verb
def begin_undoing(bulk: Bulk, *, by: Member) -> Bulk:
    """Take all of it back. Raises NotFound for somebody else's, Conflict while it runs, twice, or too late."""
    locked = Bulk.objects.select_for_update().filter(pk=bulk.pk, member=by).first()
    if locked is None:
        raise NotFound("There is no such act of yours.")
    if locked.state != Bulk.State.DONE:
        raise Conflict("It is not done yet, or taken back already.", code="not_done")
    if now() - (locked.done_at or locked.at) > UNDO_FOR:
        raise Conflict("That was a while ago. Change them again instead.", code="too_late")
    locked.state = Bulk.State.UNDOING
    locked.save(update_fields=["state"])
    record("bulk.undone", by=by, on=locked, act=locked.act)
    return locked


def forget_bulks() -> None:
    """Forget acts on many that nobody can take back any more: what was done is in the ledger."""
    Bulk.objects.filter(at__lt=now() - timedelta(days=7)).delete()


def tally(bulk: Bulk) -> dict[str, int]:
    """How many conversations are in each state of the act. One query."""
    rows = bulk.parts.values("state").annotate(many=models.Count("id")).order_by().values_list("state", "many")
    return dict(rows)
