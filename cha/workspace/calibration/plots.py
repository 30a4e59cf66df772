"""Plots of what was said beside what happened: values in, places on the paper out. The templates draw them.

Lengths are in the units of each plot's view box; minutes are open time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# By way in: the paper, and the moments that its lines stand for.
WIDE: Final = 720
LEFT: Final = 170
RIGHT: Final = 550
ROW: Final = 43
TICKS: Final = (1, 4, 15, 60, 240, 960, 2880)
# How sure: the paper, and from where to where a share goes.
SURE_FROM: Final = 45
SURE_TO: Final = 100


@dataclass(frozen=True, slots=True)
class ByWay:
    """A way in: what was said, and what happened, in minutes: the middle, and from `low` to `high` eight in ten."""

    name: str
    said: float
    low: float
    middle: float
    high: float
    n: int
    held: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Sure:
    """A share that was said (50 to 95 of 100), how many of 100 held, and of how many times."""

    said: int
    held: int
    n: int


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day on the business's clock: minutes that were said, and that it took, in the middle."""

    hour: int
    said: float
    happened: float
    n: int


@dataclass(frozen=True, slots=True)
class Row:
    """A way in, placed. tone: leaf, or persimmon where it was too hopeful."""

    way: ByWay
    y: float
    x_said: float
    x_low: float
    x_middle: float
    x_high: float
    tone: str


@dataclass(frozen=True, slots=True)
class WayPlot:
    """The plot by way in. ticks: minutes and where their line stands."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, float], ...]
    height: float


def way_plot(ways: Sequence[ByWay]) -> WayPlot:
    """Ways in under each other, on a scale of which every step is as many times longer."""
    longest = max((max(way.high, way.said) for way in ways), default=TICKS[3])
    ticks = [tick for tick in TICKS if tick <= longest * 4][: len(TICKS)] or [TICKS[0]]
    most = max(longest, ticks[-1])
    rows = tuple(_row(way, 38 + number * ROW, most) for number, way in enumerate(ways))
    return WayPlot(rows, tuple((tick, across(tick, most)) for tick in ticks), 38 + len(ways) * ROW)


def across(minutes: float, most: float) -> float:
    """Where so many minutes stand, on a scale of logarithms from one minute to `most`."""
    if most <= 1:
        return float(LEFT)
    share = math.log(max(minutes, 1)) / math.log(most)
    return round(LEFT + min(share, 1) * (RIGHT - LEFT), 1)


def _row(way: ByWay, y: float, most: float) -> Row:
    return Row(
        way,
        y,
        x_said=across(way.said, most),
        x_low=across(way.low, most),
        x_middle=across(way.middle, most),
        x_high=across(way.high, most),
        tone="persimmon" if way.verdict == "hopeful" else "leaf",
    )


@dataclass(frozen=True, slots=True)
class Dot:
    """How sure, placed; `r` grows with how many times it was said."""

    sure: Sure
    x: float
    y: float
    r: float


def sure_plot(found: Sequence[Sure]) -> tuple[Dot, ...]:
    """Shares along, what held of them upwards: on the line it is as we said."""
    return tuple(Dot(one, sure_x(one.said), sure_y(one.held), _radius(one.n)) for one in found)


def sure_x(share: float) -> float:
    """Where a share that was said stands."""
    return round(44 + (share - SURE_FROM) / (SURE_TO - SURE_FROM) * 260, 1)


def sure_y(share: float) -> float:
    """How high a share that held stands; below the paper's first line it stays on it."""
    return round(244 - (max(share, SURE_FROM) - SURE_FROM) / (SURE_TO - SURE_FROM) * 220, 1)


def _radius(n: int) -> float:
    return round(min(3 + math.sqrt(n) * 0.6, 14), 1)


@dataclass(frozen=True, slots=True)
class HourPlot:
    """Stairs of what was said and a line of what happened; `over` are the hours that took longer than was said."""

    hours: tuple[tuple[Hour, float], ...]
    ticks: tuple[tuple[int, float], ...]
    said: str
    happened: str
    over: tuple[str, ...]


def hour_plot(hours: Sequence[Hour]) -> HourPlot | None:
    """The hours beside each other; None where none is known."""
    if not hours:
        return None
    most = max(max(one.said, one.happened) for one in hours)
    step = _step(most)
    top = step * math.ceil(max(most, 1) / step)
    wide = 638 / len(hours)
    left = [34 + number * wide for number in range(len(hours) + 1)]

    def high(minutes: float) -> float:
        return round(180 - minutes / top * 152, 1)

    return HourPlot(
        tuple((one, round(left[number] + wide / 2, 1)) for number, one in enumerate(hours)),
        tuple((value, high(value)) for value in range(0, top + 1, step)),
        _stairs([(left[number], left[number + 1], high(one.said)) for number, one in enumerate(hours)]),
        _stairs([(left[number], left[number + 1], high(one.happened)) for number, one in enumerate(hours)]),
        tuple(
            _box(left[number], left[number + 1], high(one.said), high(one.happened))
            for number, one in enumerate(hours)
            if one.happened > one.said
        ),
    )


def _step(most: float) -> int:
    """How many minutes lie between two lines: at most five lines."""
    for step in (1, 2, 5, 10, 15, 30, 60, 120, 240):
        if most <= step * 5:
            return step
    return 60 * math.ceil(most / 300)


def _stairs(steps: Sequence[tuple[float, float, float]]) -> str:
    return " ".join(f"{'L' if number else 'M'}{x:.1f} {y} L{to:.1f} {y}" for number, (x, to, y) in enumerate(steps))


def _box(x: float, to: float, low: float, high: float) -> str:
    return f"M{x:.1f} {low} L{x:.1f} {high} L{to:.1f} {high} L{to:.1f} {low}Z"
