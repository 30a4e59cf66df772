"""What is learned of waits as they end: how long they usually are, how fast a hand answers, and how sure to be.

    base   the usual wait of whoever finds a hand free            (a mean of logarithms, recent ones weigh more)
    pace   answers an hour and hand, while people queue           (the same)
    sure   for each share, by how much its quantile is lengthened (logarithm, above or below 0)

`sure` is an online conformal step, as in adaptive conformal inference (Gibbs and Candès, "Adaptive Conformal Inference
Under Distribution Shift", 2021), on the quantile itself and not on its level (Angelopoulos, Candès and Tibshirani,
"Conformal PID Control for Time Series Prediction", 2023), so that it can pass what was ever seen:

    sure += STEP × (missed - (1 - share))

A time that did not hold lengthens the next ones a little, one that held shortens them by far less; in the long run
the share of times that hold is the stated one, whatever else is wrong with the estimate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEVELS: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
STEP: Final = 0.05
FURTHEST: Final = 2.5
SLOWEST: Final = 0.02
_BASE, _PACE = 60.0, 4.0


@dataclass(slots=True)
class Course:
    """What is known of one step on one channel. `base` in open minutes; `n`: waits it was learned from, ever."""

    base: float = _BASE
    pace: float = _PACE
    idle: int = 0
    busy: int = 0
    sure: tuple[float, ...] = (0.0,) * len(LEVELS)

    @property
    def n(self) -> int:
        return self.idle + self.busy

    def lasted(self, minutes: float, items: float, queued: float) -> None:
        """One wait ended. items: how many had to be answered first beyond what the hands held; 0 while one was free.

        queued: of what was expected, the minutes in the queue.
        """
        minutes = max(minutes, 0.5)
        if items <= 0:
            self.idle += 1
            self.base *= math.exp(_clipped(math.log(minutes / self.base)) * max(1 / self.idle, SLOWEST))
            return
        self.busy += 1
        off = _clipped(math.log(minutes / max(queued + self.base, 0.5)))
        # The pace answers for what the queue was of it.
        part = queued / max(queued + self.base, 0.5)
        self.pace = min(max(self.pace * math.exp(-off * part * max(1 / (self.busy + 1), SLOWEST)), 0.01), 600.0)

    def judge(self, held: Sequence[bool | None]) -> None:
        """What came true of a time that was told: for each of `LEVELS` whether it held; None where that is open."""
        steps = zip(LEVELS, self.sure, held, strict=True)
        self.sure = tuple(
            sure if ok is None else _within(sure + STEP * ((not ok) - (1 - level)), FURTHEST)
            for level, sure, ok in steps
        )


def _clipped(off: float) -> float:
    return _within(off, 1.5)


def _within(value: float, furthest: float) -> float:
    return min(max(value, -furthest), furthest)
