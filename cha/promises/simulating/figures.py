"""What a run comes to: of the times told, how many held, at each share; in the whole world and in its special hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from cha.promises.forecast import Step
from cha.promises.simulating.running import LEARNING, STEPS, Run, Wait
from cha.promises.simulating.world import BEGINS, World
from cha.promises.tracking import LEVELS

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one step in one world: how many times were told and known, the part that held at each of `LEVELS` (0 to 1),
    the same for the special hours (none where there are none), and the open minutes that were told at the middle.
    """

    world: World
    step: Step
    n: int
    held: tuple[float, ...]
    special_n: int
    special: tuple[float, ...]
    minutes: float

    def at(self, share: float) -> float:
        """The part that held of what was said at a share of `LEVELS`."""
        return self.held[LEVELS.index(share)]


def figures(world: World, seed: int) -> list[Figures]:
    """One run of a world, each step of it; the first three weeks are for learning and are not counted."""
    waits = Run(world, seed).run()
    counted = [wait for wait in waits if wait.told.at >= BEGINS + LEARNING and None not in wait.held]
    return [_of(world, step, [wait for wait in counted if wait.step == step]) for step in STEPS]


def _of(world: World, step: Step, waits: Sequence[Wait]) -> Figures:
    special = [wait for wait in waits if world.special(world.local(wait.told.at), world.day(wait.told.at))]
    said = median(wait.said.wait / _MINUTE for wait in waits) if waits else 0.0
    return Figures(world, step, len(waits), _held(waits), len(special), _held(special), said)


def _held(waits: Sequence[Wait]) -> tuple[float, ...]:
    if not waits:
        return ()
    return tuple(sum(wait.held[number] is True for wait in waits) / len(waits) for number in range(len(LEVELS)))
