"""Steps done: what a member ticked on the way there, with what there is to add, and when the person heard of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.errors import Conflict, NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.promises.models.pathway_template import StepTemplate, template_for
from cha.team.models import Member


class StepDone(models.Model):
    """A step of a conversation's pathway that was ticked. `tells`: the person is to hear of it; `told_at`: they did."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="steps_done")
    key = models.CharField(max_length=16)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    tells = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="step_done_once")]

    def __str__(self) -> str:
        return self.key


@asked(int)
def steps_done(conversation: int) -> models.QuerySet[StepDone]:
    """What was ticked in a conversation, with who did, oldest first."""
    return StepDone.objects.filter(conversation_id=conversation).select_related("by").order_by("id")


@verb
def tick_step(
    conversation: Conversation, key: str, *, by: Member, note: str = "", tells: bool = False, at: datetime | None = None
) -> StepDone:
    """A step that is done by hand is done. Ticking it twice changes its note alone.

    Raises NotFound where the pathway has no such step, Conflict for one that is done by itself.
    """
    locked = must_answer(conversation, by)
    step = _step_of(locked, key)
    if step.done_when != "hand":
        raise Conflict("This step is done by itself when its time has come.", code="by_itself")
    row, new = StepDone.objects.select_for_update().get_or_create(
        conversation=locked, key=key, defaults={"by": by, "note": note.strip()[:200], "tells": tells, "at": at or now()}
    )
    if not new:
        row.note = note.strip()[:200]
        row.save(update_fields=["note"])
    locked.change()
    record("step.done", by=by, on=row, conversation=locked.pk, person=locked.person_id, step=key, tells=row.tells)
    return row


@verb
def untick_step(conversation: Conversation, key: str, *, by: Member) -> None:
    """It is not done after all. Whoever heard of it has heard: say so in an answer. Twice is once."""
    locked = must_answer(conversation, by)
    row = StepDone.objects.filter(conversation=locked, key=key).first()
    if row is None:
        return
    record("step.undone", by=by, on=row, conversation=locked.pk, person=locked.person_id, step=key)
    row.delete()
    locked.change()


def _step_of(conversation: Conversation, key: str) -> StepTemplate:
    template = template_for(conversation.topic)
    for step in template.templates if template else ():
        if step.key == key:
            return step
    raise NotFound("There is no such step on the way there.")
