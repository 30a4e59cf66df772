"""What two conversations come to when they are one story, and what each is when they are taken apart: arithmetic.

A shape is what a conversation's own columns and tags say. `joined` puts two together. `rebased` says what a shape would
be had it grown from another base: what nobody touched since follows the base, what somebody changed stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

OPEN: Final = ("ours", "theirs")
# Most pressing first: a story is as open as the most open of its parts.
PRESSING: Final = ("ours", "theirs", "put_right", "confirmed")
# What changes together and stays or goes together. The count and the tags are added and taken away by themselves.
GROUPS: Final = (
    ("state", "waiting_since"),
    ("snoozed_until",),
    ("last_at", "last_words", "last_language"),
    ("mood", "mood_guess"),
    ("assignee_id",),
    ("team_id",),
    ("opened_at",),
    ("acknowledged_at",),
    ("first_answer_at",),
    ("language",),
    ("topic",),
    ("gist",),
    ("subject",),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns of a conversation, by their names, and the ids of its tags. Times are aware UTC."""

    state: str
    waiting_since: datetime | None
    snoozed_until: datetime | None
    last_at: datetime
    last_words: str
    last_language: str
    mood: str
    mood_guess: bool
    assignee_id: int | None
    team_id: int | None
    opened_at: datetime
    acknowledged_at: datetime | None
    first_answer_at: datetime | None
    language: str
    topic: str
    gist: str
    subject: str
    heard_count: int
    tags: frozenset[int] = frozenset()

    def columns(self) -> dict[str, Any]:
        """The values for the conversation's columns."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "tags"}

    def to_data(self) -> dict[str, Any]:
        """As JSON values; `from_data` reads them back exactly."""
        values = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in self.columns().items()
        }
        return {**values, "tags": sorted(self.tags)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Shape:
        """What `to_data` wrote."""
        moments = {field.name for field in fields(cls) if "datetime" in str(field.type)}
        values: dict[str, Any] = {
            name: datetime.fromisoformat(value) if name in moments and value else value for name, value in data.items()
        }
        return cls(**{**values, "tags": frozenset(data["tags"])})


def joined(mine: Shape, theirs: Shape) -> Shape:
    """One story: who waited longest waits, whoever spoke last is heard last; where only one can stand, mine does."""
    last = max(mine, theirs, key=lambda shape: shape.last_at)
    felt = last if last.mood else theirs if theirs.mood and not mine.mood else mine
    state = min(mine.state, theirs.state, key=PRESSING.index)
    turn = [shape for shape in (mine, theirs) if shape.state == state]
    later = [shape.snoozed_until for shape in turn]
    return replace(
        mine,
        state=state,
        waiting_since=_earliest(*(shape.waiting_since for shape in turn)),
        snoozed_until=None if None in later else _earliest(*later),
        last_at=last.last_at,
        last_words=last.last_words,
        last_language=last.last_language,
        mood=felt.mood,
        mood_guess=felt.mood_guess,
        assignee_id=mine.assignee_id or theirs.assignee_id,
        team_id=mine.team_id or theirs.team_id,
        opened_at=min(mine.opened_at, theirs.opened_at),
        acknowledged_at=_earliest(mine.acknowledged_at, theirs.acknowledged_at),
        first_answer_at=_earliest(mine.first_answer_at, theirs.first_answer_at),
        language=mine.language or theirs.language,
        topic=mine.topic or theirs.topic,
        gist=mine.gist or theirs.gist,
        subject=mine.subject or theirs.subject,
        heard_count=mine.heard_count + theirs.heard_count,
        tags=mine.tags | theirs.tags,
    )


def rebased(shape: Shape, was: Shape, base: Shape) -> Shape:
    """The shape, had it begun with `base` and not with `was`."""
    changed: dict[str, Any] = {}
    for group in GROUPS:
        if all(getattr(shape, name) == getattr(was, name) for name in group):
            changed |= {name: getattr(base, name) for name in group}
    return replace(
        shape,
        **changed,
        heard_count=shape.heard_count + base.heard_count - was.heard_count,
        tags=(shape.tags - (was.tags - base.tags)) | (base.tags - was.tags),
    )


def turn_since(shape: Shape, now: Shape, heard: datetime | None, *, answered: bool) -> Shape:
    """The shape with the turn that the words after the joining gave it, which stay.

    `heard` is when the person first said something that nobody answered since; `answered`: a member said something.
    """
    if now.state != "ours" or not (heard or answered):
        return shape
    if answered or shape.state != "ours" or shape.waiting_since is None:
        return replace(shape, state="ours", waiting_since=heard or now.waiting_since, snoozed_until=now.snoozed_until)
    return shape


def given_back(theirs: Shape, was: Shape, now: Shape, at: datetime, *, answered: bool) -> Shape:
    """What is given back as it was (`theirs`), except where the whole story (`was`, `now`) was settled meanwhile."""
    settled = now.state in PRESSING[1:] and (now.state, now.waiting_since) != (was.state, was.waiting_since)
    if theirs.state in OPEN and (answered or settled):
        state = now.state if now.state in PRESSING[1:] else "theirs"
        return replace(theirs, state=state, waiting_since=None, snoozed_until=None)
    if theirs.snoozed_until and theirs.snoozed_until <= at:
        return replace(theirs, snoozed_until=None)
    return theirs


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)
