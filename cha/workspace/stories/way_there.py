"""The way there beside a conversation: the house's own steps, and those that a member ticks."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.language.times import said
from cha.promises.models.pathway_template import StepTemplate, template_for
from cha.promises.models.step_done import StepDone, steps_done
from cha.ui.kept import rendered
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Tick:
    """One step that is done by hand. `when` is "" while it is not; `told` whether the person heard of it."""

    key: str
    words: str
    who: str
    when: str
    note: str
    told: bool


def ticks(conversation: Conversation, at: Moment) -> tuple[Tick, ...]:
    """What there is to tick, in order; () where the usual way is gone."""
    template = template_for(conversation.topic)
    by_hand = [step for step in template.templates if step.done_when == "hand"] if template else []
    rows = {row.key: row for row in steps_done(conversation.pk)} if by_hand else {}
    return tuple(_tick(step, rows.get(step.key), at) for step in by_hand)


def way_piece(conversation: Conversation, at: Moment) -> Markup:
    """The ticks beside a conversation, for pages and for live; hidden where there are none."""
    values = {"conversation": conversation, "public": encode(conversation.pk), "ticks": ticks(conversation, at)}
    return rendered("workspace/now/pieces/_way_there.html", **values)


def _tick(step: StepTemplate, row: StepDone | None, at: Moment) -> Tick:
    words = step.said(at.language)
    if row is None:
        return Tick(step.key, words, "", "", "", told=False)
    when = said(row.at, now=at.at, zone=at.zone, language=at.language)
    return Tick(step.key, words, row.by.first_name if row.by else "", when, row.note, told=row.told_at is not None)
