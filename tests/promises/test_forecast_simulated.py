"""A simulated business: the same seed is the same run, and what is told holds about as often as it says."""

from __future__ import annotations

from dataclasses import replace

from cha.promises.simulating.figures import figures
from cha.promises.simulating.plot import plot
from cha.promises.simulating.worlds import WORLDS

TWO = replace(next(world for world in WORLDS if world.key == "two"), weeks=6)


def test_the_same_seed_is_the_same_run_and_nine_in_ten_is_about_that() -> None:
    found = figures(TWO, 1)
    assert [(one.n, one.held) for one in found] == [(one.n, one.held) for one in figures(TWO, 1)]
    assert all(abs(one.at(0.9) - 0.9) < 0.05 for one in found)
    assert plot(found).count('class="answer"') == 7
