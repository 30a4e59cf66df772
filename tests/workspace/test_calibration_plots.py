"""The plots of what was said beside what happened: places on the paper, from values alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cha.workspace.calibration.plots import (
    LEFT,
    RIGHT,
    ByWay,
    Hour,
    Sure,
    hour_plot,
    sure_plot,
    sure_x,
    sure_y,
    way_plot,
)

minutes = st.floats(0, 100_000)


def way(said: float, low: float, middle: float, high: float, verdict: str = "better") -> ByWay:
    return ByWay("E-mail", said, low, middle, high, 40, 0.9, verdict)


@given(st.lists(st.tuples(minutes, minutes, minutes, minutes), max_size=12))
def test_every_way_in_stands_on_the_paper(ways: list[tuple[float, float, float, float]]) -> None:
    plot = way_plot([way(*values) for values in ways])
    for row in plot.rows:
        assert all(LEFT <= x <= RIGHT for x in (row.x_said, row.x_low, row.x_middle, row.x_high))
        assert row.y < plot.height
    assert all(LEFT <= x <= RIGHT for _tick, x in plot.ticks)


def test_longer_is_further_and_too_hopeful_is_seen() -> None:
    plot = way_plot([way(20, 16, 34, 58, "hopeful"), way(4, 2, 3.6, 6.2)])
    assert [row.tone for row in plot.rows] == ["persimmon", "leaf"]
    first, second = plot.rows
    assert second.x_low < second.x_middle < second.x_said < second.x_high < first.x_low < first.x_said < first.x_middle
    assert [tick for tick, _x in plot.ticks] == [1, 4, 15, 60]


def test_what_holds_as_often_as_it_was_said_lies_on_the_line() -> None:
    dots = sure_plot([Sure(90, 90, 100), Sure(50, 20, 1)])
    assert (dots[0].x, dots[0].y) == (sure_x(90), sure_y(90))
    assert dots[1].y == sure_y(45)
    assert dots[0].r > dots[1].r


@given(st.lists(st.tuples(minutes, minutes), min_size=1, max_size=24))
def test_every_hour_stands_on_the_paper(hours: list[tuple[float, float]]) -> None:
    plot = hour_plot([Hour(number, said, took, 3) for number, (said, took) in enumerate(hours)])
    assert plot
    assert len(plot.ticks) <= 7
    assert all(27 <= y <= 181 for _value, y in plot.ticks)
    assert len(plot.over) == sum(took > said for said, took in hours)


def test_no_hours_are_no_plot() -> None:
    assert hour_plot([]) is None
