"""A macro at work on one conversation: which steps were chosen, how far it got, what stood there before each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.macro import Macro, macros_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member

KEPT_FOR: Final = timedelta(days=7)
# What a step says stays where it was said: a run holds no words that were written to somebody.
_WORDS: Final = ("text",)


class MacroRun(models.Model):
    """One run. Each of `steps` has its `act`, values, `state` and `why`; `version` is the conversation's after it."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        UNDONE = "undone"

    id = IdField()
    macro = models.ForeignKey(Macro, models.SET_NULL, null=True, related_name="runs")
    name = models.CharField(max_length=80)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="macro_runs")
    member = models.ForeignKey(Member, models.CASCADE, related_name="macro_runs")
    steps = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    version = models.IntegerField(null=True)
    once = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def done(self) -> list[dict[str, Any]]:
        """The steps that were done, in order."""
        return [step for step in self.steps if step["state"] == "done"]

    @property
    def stopped_at(self) -> dict[str, Any] | None:
        """The step that could not be done, with `why`; None when all were."""
        return next((step for step in self.steps if step["state"] == "refused"), None)


@verb
def begin_run(
    conversation: Conversation, macro: Macro, chosen: Collection[int], *, by: Member, version: int, once: str = ""
) -> tuple[MacroRun, bool]:
    """Write down which steps, by place, are to be done; and whether this is new: the same form (`once`) runs once.

    Raises NotFound for a macro that is not theirs to run, Conflict where it is another than was read (`version`),
    Invalid for no step.
    """
    locked = must_answer(conversation, by)
    before = MacroRun.objects.filter(conversation=locked, member=by, once=once).first() if once else None
    if before:
        return before, False
    row = macros_of(by).filter(pk=macro.pk).first()
    if row is None:
        raise NotFound("There is no such macro any more.")
    if row.version != version:
        raise Conflict("Somebody changed it meanwhile. Read it once more.", code="macro_changed")
    steps = [_chosen(step, place in chosen) for place, step in enumerate(row.steps)]
    acts = [step["act"] for step in steps if step["state"] == "waiting"]
    if not acts:
        raise Invalid("Nothing is ticked. Tick a step, or leave it.", field="step")
    run = MacroRun(macro=row, name=row.name, conversation=locked, member=by, steps=steps, once=once)
    run.save(force_insert=True)
    record("macro.run", by=by, on=run, conversation=locked.pk, person=locked.person_id, macro=row.pk, acts=acts)
    return run, True


def _chosen(step: Mapping[str, Any], wanted: bool) -> dict[str, Any]:
    kept = {name: value for name, value in step.items() if name not in _WORDS}
    return {**kept, "state": "waiting" if wanted else "left"}


def forget_runs() -> None:
    """Forget runs that nobody can take back any more: what was done is in the ledger."""
    MacroRun.objects.filter(at__lt=now() - KEPT_FOR).delete()
