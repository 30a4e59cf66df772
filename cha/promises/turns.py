"""Whose turn it was, since when: folded from what each change left behind. Pure.

A history is a list of changes, oldest first, no two after another of the same turn. A change that takes something back
(`cut`) makes as if what came after its moment had not been. A merge remembers what was before it, so that taking it
apart gives that back, to the minute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple, Self

Turn = Literal["ours", "theirs", "right", "aside", "joined"]


class Change(NamedTuple):
    """From `at` (aware) on it was this turn: ours, theirs, put right, put aside, or part of another story."""

    at: datetime
    turn: Turn


class Merged(NamedTuple):
    """When a merge was made, and what had been before."""

    at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What one event left behind. at: since when it is that turn. happened: when the event was recorded.

    cut: it takes back what came after `at`. merged, apart: the id of a merge that it made, or undid. seed: what was
    known before the history began.
    """

    turn: Turn
    at: datetime
    happened: datetime
    cut: bool = False
    merged: int | None = None
    apart: int | None = None
    seed: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Turns:
    """A history. before: by merge, what it may have to give back."""

    changes: tuple[Change, ...] = ()
    before: Mapping[int, Merged] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """As JSON; `from_data` reads it back exactly."""
        merges = {str(key): [one.at.isoformat(), _as_data(one.changes)] for key, one in self.before.items()}
        return {"changes": _as_data(self.changes), **({"before": merges} if merges else {})}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """What `to_data` wrote."""
        merges = {
            int(key): Merged(datetime.fromisoformat(at), changes_of(kept))
            for key, (at, kept) in data.get("before", {}).items()
        }
        return cls(changes_of(data.get("changes", ())), merges)


def changes_of(data: Sequence[Sequence[str]]) -> tuple[Change, ...]:
    """Changes as JSON holds them."""
    return tuple(Change(datetime.fromisoformat(at), turn) for at, turn in data)  # type: ignore[arg-type]


def _as_data(changes: Sequence[Change]) -> list[list[str]]:
    return [[change.at.isoformat(), change.turn] for change in changes]


def after(turns: Turns, left: Left) -> Turns:
    """The history with one more event."""
    changes, before = turns.changes or left.seed, dict(turns.before)
    if left.merged is not None:
        before[left.merged] = Merged(left.happened, changes)
    if left.apart is not None:
        if changes and changes[-1].turn == "joined":
            changes = changes[:-1]
        if left.apart in before:
            merged = before.pop(left.apart)
            since = tuple(change for change in changes if change.at > merged.at)
            changes = _plain((*merged.changes, *since))
    return replace(turns, changes=_then(changes, left), before=before)


def _then(changes: tuple[Change, ...], left: Left) -> tuple[Change, ...]:
    if left.turn == "ours" and left.cut:
        return _since(changes, left.at)
    last = changes[-1] if changes else None
    if last and last.turn == left.turn:
        return changes
    return (*changes, Change(max(left.at, last.at) if last else left.at, left.turn))


def _since(changes: tuple[Change, ...], at: datetime) -> tuple[Change, ...]:
    """It is ours since `at`, whatever came after it. Who waited longer in what was there waits since then."""
    kept = tuple(change for change in changes if change.at < at)
    if not kept or kept[-1].turn != "ours":
        return (*kept, Change(at, "ours"))
    return kept if len(kept) < len(changes) else (*kept[:-1], Change(at, "ours"))


def _plain(changes: Sequence[Change]) -> tuple[Change, ...]:
    found: list[Change] = []
    for change in changes:
        if not found or found[-1].turn != change.turn:
            found.append(change)
    return tuple(found)
