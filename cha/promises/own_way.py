"""The house's own steps for one conversation, as the pathway wants them."""

from __future__ import annotations

from cha.conversations.models import Conversation
from cha.promises.models.pathway_template import StepTemplate, template_for
from cha.promises.models.step_done import StepDone, steps_done
from cha.promises.pathway import OwnStep


def own_steps(conversation: Conversation, language: str) -> tuple[OwnStep, ...]:
    """The steps that the house wrote for the conversation's topic, in a language; () where the usual way is gone.

    No query without a topic, one without a pathway of the house, two with one.
    """
    template = template_for(conversation.topic)
    if template is None:
        return ()
    ticked = {row.key: row for row in steps_done(conversation.pk)}
    return tuple(_own(step, ticked.get(step.key), language) for step in template.templates)


def _own(step: StepTemplate, row: StepDone | None, language: str) -> OwnStep:
    if row is None or step.done_when != "hand":
        return OwnStep(step.key, step.said(language), step.done_when, step.side)
    who = row.by.first_name if row.by else ""
    return OwnStep(step.key, step.said(language), step.done_when, step.side, row.at, who, row.note)
