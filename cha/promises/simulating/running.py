"""Running a world: persons write, are told a time, wait and are answered, in order; nothing is looked up ahead.

The estimator is the forecast's own, learning as the product does: a wait when it ends, a time when it passes or comes
true. The order of care is by when they wrote, but for one in ten who goes first.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Final

from cha.core.hours import Hours, open_between, spans_between
from cha.promises.forecast import Estimate, Known, Step, estimate
from cha.promises.learning import Told, came, learn, next_look, passed, told
from cha.promises.load import Load, Stint, stints
from cha.promises.simulating.world import World
from cha.promises.tracking import LEVELS, Course

STEPS: Final[tuple[Step, ...]] = ("read", "answer", "put_right")
FIRST: Final = 0.1
AGAIN: Final = 0.35
LEARNING: Final = timedelta(weeks=3)
_AHEAD: Final = timedelta(days=5)


@dataclass(slots=True)
class Wait:
    """One step of one person's concern, and what they were told of it."""

    step: Step
    told: Told
    said: Estimate
    came_at: datetime | None = None
    missed: int = 0
    held: list[bool | None] = field(default_factory=lambda: [None] * len(LEVELS))


@dataclass(slots=True)
class Concern:
    """What somebody wrote about. `begun`: a member has read it."""

    at: datetime
    waits: dict[Step, Wait] = field(default_factory=dict)
    begun: bool = False
    last: bool = False


class Run:
    """One run of a world. `told` is every time that was told from the estimator, by step, once it is over."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, Random(f"{world.key} {seed}")  # noqa: S311 - a simulation
        self.known = {step: Known(Course()) for step in STEPS}
        self.queue: list[tuple[datetime, int, Concern]] = []
        self.waiting = 0
        self.idle: set[int] = set(range(len(world.shifts)))
        self.events: list[tuple[datetime, int, str, object]] = []
        self.count = 0
        self.told: list[Wait] = []

    def run(self) -> list[Wait]:
        """Everything from the first day to the last; the same for the same seed."""
        for at in self.world.persons(self.chance):
            self._at(at, "writes", Concern(at))
        while self.events:
            at, _, what, about = heapq.heappop(self.events)
            if at >= self.world.ends:
                break
            getattr(self, f"_{what}")(at, about)
        return self.told

    def _at(self, at: datetime, what: str, about: object) -> None:
        self.count += 1
        heapq.heappush(self.events, (at, self.count, what, about))

    def _writes(self, at: datetime, concern: Concern) -> None:
        if not concern.waits:
            self._tell(at, concern)
        first = timedelta(hours=4) if self.chance.random() < FIRST else timedelta()
        self.count += 1
        self.waiting += 1
        heapq.heappush(self.queue, (at - first, self.count, concern))
        self._begin(at)

    def _tell(self, at: datetime, concern: Concern) -> None:
        load = Load(self.waiting, plan(self.world, at))
        for step in STEPS:
            said = estimate(at, self.world.hours, self.known[step], load, step=step)
            wait = concern.waits[step] = Wait(step, told(at, self.world.hours, said), said)
            if wait.told.bars:
                self.told.append(wait)
                self._look(wait)

    def _look(self, wait: Wait) -> None:
        when = next_look(wait.told.bars, wait.missed)
        if when:
            self._at(when, "passes", wait)

    def _passes(self, at: datetime, wait: Wait) -> None:
        if wait.came_at is None:
            self._judge(wait, passed(wait.told.bars, wait.missed, at))
            self._look(wait)

    def _judge(self, wait: Wait, held: list[bool | None]) -> None:
        self.known[wait.step].course.judge(held)
        wait.held = [old if new is None else new for old, new in zip(wait.held, held, strict=True)]
        wait.missed += sum(one is False for one in held)

    def _begin(self, at: datetime) -> None:
        """Whoever is free and there takes the next."""
        for member in sorted(self.idle, key=lambda _: self.chance.random()):
            if not self.queue:
                return
            ready = self.world.ready(member, at)
            self.idle.discard(member)
            if ready > at:
                self._at(ready, "free", member)
                continue
            _, _, concern = heapq.heappop(self.queue)
            if not concern.begun:
                concern.begun = True
                self._comes(concern, "read", at)
            self._at(self.world.finished(member, at, self.world.takes(self.chance)), "answers", (member, concern))

    def _free(self, at: datetime, member: int) -> None:
        self.idle.add(member)
        self._begin(at)

    def _answers(self, at: datetime, done: tuple[int, Concern]) -> None:
        member, concern = done
        self.waiting -= 1
        self._comes(concern, "answer", at)
        if self.chance.random() < AGAIN:
            self._at(at + timedelta(hours=2.5) * self.chance.lognormvariate(0, 1), "writes", concern)
        else:
            self._comes(concern, "put_right", at)
        self._free(at, member)

    def _comes(self, concern: Concern, step: Step, at: datetime) -> None:
        wait = concern.waits[step]
        if wait.came_at is not None:
            return
        wait.came_at = at
        minutes = open_between(self.world.hours, concern.at, at) / timedelta(minutes=1)
        learn(self.known[step], wait.told.basis, minutes, at)
        if wait.told.bars:
            self._judge(wait, came(wait.told.bars, wait.missed, at))


def plan(world: World, at: datetime) -> tuple[Stint, ...]:
    """Who is planned to be there in the coming days, as far as is known at a moment."""
    known = tuple(away for away in world.away if away.known <= at)
    return _plan(world, at.toordinal(), known)


@lru_cache(500)
def _plan(world: World, day: int, known: tuple[object, ...]) -> tuple[Stint, ...]:
    since = datetime.fromordinal(day).replace(tzinfo=UTC)
    until = since + _AHEAD
    shifts = [
        span for number, hours in enumerate(world.plans) for span in _there(world, number, hours, since, until, known)
    ]
    return stints(_between(world.hours, since, until), shifts)


def _between(hours: Hours, since: datetime, until: datetime) -> Sequence[tuple[datetime, datetime]]:
    return spans_between(hours, since, until)


def _there(
    world: World, member: int, hours: Hours, since: datetime, until: datetime, known: tuple[object, ...]
) -> Iterator[tuple[datetime, datetime]]:
    gone = [away for away in world.away if away.member == member and away in known]
    for start, end in _between(hours, since, until):
        if not any(away.start <= start < away.end for away in gone):
            left = min((away.start for away in gone if start < away.start < end), default=end)
            yield start, left
