"""Plots of what was given: values in, places on the paper out, in the units of each plot's view box. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cha.resolutions.remedies.given.figures import Cause, Group

# Did it help: where shares begin and end on the paper, and how high a row is.
LEFT: Final = 300
WIDE: Final = 400
ROW: Final = 42
TOP: Final = 52
# Why: how long the longest bar is, and how high a row is.
LONGEST: Final = 280
STEP: Final = 35
# A little line beside a figure.
SPARK: Final = (72, 20)


@dataclass(frozen=True, slots=True)
class Pip:
    """A group on the paper: its height, where its share is, how big, whether less helped than by only words."""

    group: Group
    y: int
    x: float
    r: float
    less: bool

    @property
    def before(self) -> bool:
        """Whether its share is said before it: where it is less, and there is room."""
        return self.less and self.x - self.r > LEFT + 36


@dataclass(frozen=True, slots=True)
class Helped:
    """The plot: from which share on it is drawn, its lines, where only words are (None: too little is known)."""

    first: int
    ticks: tuple[tuple[int, float], ...]
    base: float | None
    pips: tuple[Pip, ...]

    @property
    def height(self) -> int:
        """Where the lines end."""
        return TOP + ROW * len(self.pips) - 22


def helped_plot(groups: Sequence[Group], words: int | None) -> Helped:
    """The groups of which enough is known, in order; drawn from the ten below the least share."""
    known = [group for group in groups if group.helped.enough]
    shares = [group.helped.percent or 0 for group in known] + ([] if words is None else [words])
    first = min(50, max(0, (min(shares, default=50) - 4) // 10 * 10))

    def place(percent: int) -> float:
        return round(LEFT + (percent - first) * WIDE / (100 - first), 1)

    pips = tuple(
        Pip(
            group,
            TOP + ROW * number,
            place(group.helped.percent or 0),
            round(5 + min(group.times, 60) / 8, 1),
            words is not None and (group.helped.percent or 0) < words,
        )
        for number, group in enumerate(known)
    )
    step = 10 if first >= 50 else 20
    ticks = tuple((value, place(value)) for value in range(first, 101, step))
    return Helped(first, ticks, None if words is None else place(words), pips)


@dataclass(frozen=True, slots=True)
class Bar:
    """A cause: its height, how long its bar is, and whose slip it was ("ours", "others", "")."""

    cause: Cause
    y: int
    width: float
    whose: str


def cause_bars(found: Sequence[Cause]) -> list[Bar]:
    """The causes under each other; the dearest is as long as there is room."""
    most = max((cause.worth for cause in found), default=0) or 1
    whose = {True: "ours", False: "others", None: ""}
    return [
        Bar(cause, 4 + STEP * number, max(2.0, round(cause.worth / most * LONGEST, 1)), whose[cause.ours])
        for number, cause in enumerate(found)
    ]


def spark(values: Sequence[float | None]) -> str:
    """The points of a little line through what is known; "" for fewer than two."""
    known = [(number, value) for number, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    wide, high = SPARK
    least, most = min(value for _n, value in known), max(value for _n, value in known)
    span = (most - least) or 1
    last = len(values) - 1
    points = [(2 + n / last * (wide - 4), 2 + (1 - (value - least) / span) * (high - 4)) for n, value in known]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
