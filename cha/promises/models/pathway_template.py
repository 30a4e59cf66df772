"""Pathway templates: the steps from here to put right for one kind of concern, in the house's own sentences.

"We read it → we find your parcel → you choose → it is in your hands". The first step (heard) and the last (they say
whether it is put right) are always there; the house writes those between. A change counts for every conversation from
then on, also for those under way: what was ticked stays ticked under its key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self, get_args

from django.db import models, transaction
from django.utils.translation import gettext as _

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.promises.pathway import DoneWhen, Side
from cha.team.models.member import must_manage

MOST: Final = 8
MOST_KEPT: Final = 500
LONGEST: Final = 80
FRESH: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """One step. key: unique in its pathway, and kept when the words change. words: a sentence by language.

    tells: the person hears of it when a member ticks it.
    """

    key: str
    done_when: DoneWhen
    side: Side = "us"
    words: Mapping[str, str] = field(default_factory=dict)
    tells: bool = False

    def said(self, language: str, otherwise: str = "en") -> str:
        """The sentence in a language, else in that of the house, else in any."""
        return self.words.get(language) or self.words.get(otherwise) or next(iter(self.words.values()), "")

    def to_data(self) -> dict[str, Any]:
        """As the row keeps it."""
        words = dict(self.words)
        return {"key": self.key, "when": self.done_when, "side": self.side, "words": words, "tells": self.tells}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """A step that was kept with `to_data`."""
        return cls(data["key"], data["when"], data.get("side", "us"), data.get("words", {}), data.get("tells", False))


class PathwayTemplate(models.Model):
    """The steps of the house for a topic's code."""

    id = IdField()
    topic = models.CharField(max_length=32, unique=True)
    steps = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.topic

    @property
    def templates(self) -> tuple[StepTemplate, ...]:
        """Its steps, in order."""
        return tuple(StepTemplate.from_data(one) for one in self.steps)


_kept: dict[str, PathwayTemplate] = {}
_read_at: list[datetime] = []


def template_for(topic: str) -> PathwayTemplate | None:
    """The pathway of the house for a topic; None where the usual one is gone.

    All of them are kept for `FRESH`, because every first answer asks: another process reads a change so much later.
    """
    if not topic:
        return None
    at = now()
    if not _read_at or abs(at - _read_at[0]) >= FRESH:
        forget_pathways()
        _kept.update((row.topic, row) for row in _all())
        _read_at.append(at)
    return _kept.get(topic)


def forget_pathways() -> None:
    """Read them again when they are next asked for."""
    _kept.clear()
    _read_at.clear()


@asked()
def _all() -> models.QuerySet[PathwayTemplate]:
    return PathwayTemplate.objects.order_by("id")[:MOST_KEPT]


@verb
def set_pathway(topic: str, steps: Sequence[StepTemplate], *, by: Acting | Actor) -> PathwayTemplate:
    """Write a topic's pathway. Raises Refused unless `by` manages; Invalid for one that leads nowhere."""
    must_manage(by)
    must_lead_somewhere(topic, steps)
    row = PathwayTemplate.objects.select_for_update().filter(topic=topic).first() or PathwayTemplate(topic=topic)
    row.steps, row.changed_at = [one.to_data() for one in steps], now()
    row.save()
    transaction.on_commit(forget_pathways)
    record("pathway.changed", by=by, on=row, topic=topic, steps=len(steps))
    return row


@verb
def drop_pathway(row: PathwayTemplate, *, by: Acting | Actor) -> None:
    """Go the usual way again; what was ticked is kept with its conversation. Raises Refused unless `by` manages."""
    must_manage(by)
    record("pathway.dropped", by=by, on=row, topic=row.topic)
    row.delete()
    transaction.on_commit(forget_pathways)


def must_lead_somewhere(topic: str, steps: Sequence[StepTemplate]) -> None:
    """Raises Invalid, with the step's number as field, for a pathway that cannot be gone."""
    if not topic.strip() or len(topic) > 32:
        raise Invalid(_("Say which kind of concern it is for."), field="topic")
    if not steps:
        raise Invalid(_("A pathway needs a step: what do you do first?"), field="step-0")
    if len(steps) > MOST:
        raise Invalid(_("At most %(most)s steps: nobody follows more.") % {"most": MOST}, field="step-0")
    if len({one.key for one in steps}) != len(steps):
        raise Invalid(_("Two steps have the same name."), field="step-0")
    for number, one in enumerate(steps):
        _must_be_one(one, number)
    if steps[-1].done_when != "put_right":
        words = _("The last step is done when it is put right: otherwise nobody would ever arrive.")
        raise Invalid(words, field=f"step-{len(steps) - 1}")


def _must_be_one(one: StepTemplate, number: int) -> None:
    at = f"step-{number}"
    if not any(words.strip() for words in one.words.values()):
        raise Invalid(_("This step has no words yet."), field=at)
    if any(len(words) > LONGEST for words in one.words.values()):
        raise Invalid(_("A step is a few words: at most %(most)s letters.") % {"most": LONGEST}, field=at)
    if one.done_when not in get_args(DoneWhen) or one.side not in get_args(Side):
        raise Invalid(_("Say when this step is done."), field=at)
