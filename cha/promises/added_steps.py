"""Steps that stand on the way only in this one story: what somebody is to choose, and what was chosen. Pure.

They are kept on the conversation (`added_steps`) by who knows of them; here they are read and woven into the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext, override

from cha.promises.pathway import Side, State, Step

CHOOSE: Final = "choose"
CHOSEN: Final = "chosen"


@dataclass(frozen=True, slots=True)
class AddedStep:
    """One such step. at: when it was done, None while it is not. by: until when, where that was said."""

    key: str
    words: str
    side: Side = "us"
    by: datetime | None = None
    at: datetime | None = None
    who: str = ""


def added_steps(kept: Iterable[Mapping[str, Any]], language: str) -> tuple[AddedStep, ...]:
    """What a conversation keeps, in words of that language where they are ours."""
    return tuple(_read(one, language) for one in kept)


def _read(one: Mapping[str, Any], language: str) -> AddedStep:
    by, at = (datetime.fromisoformat(one[name]) if one.get(name) else None for name in ("by", "at"))
    words = str(one.get("words", ""))
    if one["code"] == CHOOSE:
        with override(language):
            words = gettext("You chose") if at else gettext("You choose")
    return AddedStep(str(one["key"]), words, "them" if one.get("side") == "them" else "us", by, at, one.get("who", ""))


def woven(way: Sequence[Step], added: Sequence[AddedStep], right: datetime | None, now: datetime) -> tuple[Step, ...]:
    """The way with the added steps before the first that is not done, and one place where things stand.

    What is put right leaves none of them undone. Where something of theirs is added, it is what the house's own way had
    them do: said once.
    """
    if not added:
        return tuple(way)
    if any(one.side == "them" for one in added):
        way = _without_theirs(way, now)
    at = next((index for index, step in enumerate(way) if step.state != "done"), len(way) - 1)
    open_ones = [one for one in added if one.at is None and right is None]
    here = open_ones[0] if open_ones else None
    made = [_step(one, one.at or right, here=one is here, now=now) for one in added]
    # The open promise is the chosen step's now.
    promised = any(one.by and one.side == "us" for one in open_ones)
    rest = [_waiting(step, promised) if here else step for step in way[at:]]
    return (*way[:at], *made, *rest)


def _without_theirs(way: Sequence[Step], now: datetime) -> Sequence[Step]:
    """The way without the house's own next step of theirs; where it stood is the place of the one behind it."""
    spare = next((step for step in way if (step.code, step.side) == ("own", "them") and step.state != "done"), None)
    if spare is None:
        return way
    rest = [step for step in way if step is not spare]
    if spare.state == "now":
        index = next(index for index, step in enumerate(rest) if step.state != "done")
        by = rest[index].by
        rest[index] = replace(rest[index], state="late" if by and by < now else "now")
    return rest


def _step(one: AddedStep, done: datetime | None, *, here: bool, now: datetime) -> Step:
    if done:
        return Step("own", "done", done, None, one.who, one.side, one.words, "", one.key)
    late = one.by is not None and one.by < now and one.side == "us"
    state: State = "next" if not here else "late" if late else "now"
    return Step("own", state, None, one.by, one.who, one.side, one.words, "", one.key)


def _waiting(step: Step, promised: bool) -> Step:
    return replace(step, state="next", by=None if promised else step.by)
