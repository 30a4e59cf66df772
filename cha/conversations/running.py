"""Running a macro: its steps in order, each a verb in a transaction of its own; and taking all of them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from cha.conversations.access import must_answer
from cha.conversations.acts import ACTS
from cha.conversations.blanks import must_be_filled
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.macro import Macro
from cha.conversations.models.macro_run import MacroRun, begin_run
from cha.conversations.models.putting_back import standing
from cha.core.errors import ChaError, Conflict, NotFound
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member

Said = Mapping[int, Mapping[str, Any]]


def run_macro(
    conversation: Conversation,
    macro: Macro,
    chosen: Collection[int],
    said: Said,
    *,
    by: Member,
    version: int | None = None,
    once: str = "",
) -> MacroRun:
    """Do the `chosen` steps (by place, from 0), with what was `said` for each: `text` as edited, `until`, `by`.

    It stops at the first that cannot be done and keeps its sentence; what was done before it stays. Raises as
    `begin_run` does, and Invalid for a blank that is still open: then nothing was done.
    """
    for place in chosen:
        if 0 <= place < len(macro.steps) and macro.steps[place]["act"] == "say":
            must_be_filled(str({**macro.steps[place], **said.get(place, {})}["text"]))
    version = macro.version if version is None else version
    run, new = begin_run(conversation, macro, chosen, by=by, version=version, once=once)
    if not new:
        return run
    # As they were read: `begin_run` made sure that the row is still what was shown.
    steps = run.macro.steps if run.macro else []
    for place, (step, values) in enumerate(zip(run.steps, steps, strict=True)):
        if step["state"] == "waiting" and not _do(run, step, {**values, **said.get(place, {})}, by):
            break
    run.state = MacroRun.State.STOPPED if run.stopped_at else MacroRun.State.DONE
    MacroRun.objects.filter(pk=run.pk).update(state=run.state)
    conversation.refresh_from_db()
    return run


def _do(run: MacroRun, step: dict[str, Any], values: Mapping[str, Any], by: Member) -> bool:
    act = ACTS[step["act"]]
    try:
        with transaction.atomic():
            row = Conversation.objects.locked(run.conversation_id)
            before = standing(row) | ({"custom": dict(row.custom)} if step["act"] == "fill" else {})
            made = act.do(row, values, by)
            before |= {"made": made} if isinstance(made, int | list) else {}
            done = {**step, "state": "done", "before": before}
            _keep(run, step, done, Conversation.objects.values_list("version", flat=True).get(pk=row.pk))
    except ChaError as error:
        _keep(run, step, {**step, "state": "refused", "why": error.sentence[:300]}, run.version)
        return False
    return True


def _keep(run: MacroRun, step: dict[str, Any], after: dict[str, Any], version: int | None) -> None:
    step.clear()
    step.update(after)
    run.version = version
    MacroRun.objects.filter(pk=run.pk).update(steps=run.steps, version=version)


@verb
def take_macro_back(run: MacroRun, *, by: Member) -> MacroRun:
    """Undo its steps in reverse, all or none. Raises NotFound for somebody else's run, Conflict once anything happened
    since: also that the answer went out.
    """
    locked = must_answer(run.conversation, by)
    row = MacroRun.objects.select_for_update().filter(pk=run.pk, member=by).first()
    if row is None:
        raise NotFound("There is no such run of yours.")
    if row.state not in (MacroRun.State.DONE, MacroRun.State.STOPPED) or not row.done:
        raise Conflict("It is taken back already.", code="undone_already")
    if locked.version != row.version:
        raise Conflict("Something happened here since. Change back by hand what should not be.", code="moved_on")
    for step in reversed(row.done):
        ACTS[step["act"]].undo(Conversation.objects.locked(locked.pk), step["before"], by)
    row.state = MacroRun.State.UNDONE
    row.save(update_fields=["state"])
    record("macro.undone", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    return row
