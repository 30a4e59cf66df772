"""The plots of what was given: places on the paper, from values alone."""

from __future__ import annotations

from cha.resolutions.remedies.given.figures import Cause, Group, Share
from cha.workspace.remedies.plots import LEFT, LONGEST, WIDE, cause_bars, helped_plot, spark


def group(key: str, n: int, of: int, times: int = 5) -> Group:
    return Group(key, times, 10_00, Share(n, of))


def test_only_what_is_known_enough_is_placed_and_what_helps_less_says_so() -> None:
    plot = helped_plot([group("card", 9, 10), group("voucher", 4, 10), group("label", 1, 1)], 66)
    assert [(pip.group.key, pip.less) for pip in plot.pips] == [("card", False), ("voucher", True)]
    assert plot.first == 30
    assert plot.base
    assert plot.pips[1].x < plot.base < plot.pips[0].x <= LEFT + WIDE


def test_without_words_alone_nothing_is_less() -> None:
    plot = helped_plot([group("voucher", 1, 10)], None)
    assert (plot.base, plot.pips[0].less, plot.pips[0].before) == (None, False, False)
    assert helped_plot([], None).pips == ()


def test_a_share_at_the_edge_is_said_behind_its_pip() -> None:
    plot = helped_plot([group("voucher", 0, 10), group("part", 5, 10)], 66)
    assert [pip.before for pip in plot.pips] == [False, True]


def test_the_dearest_cause_is_as_long_as_there_is_room() -> None:
    bars = cause_bars([Cause("Peach", 100, 2, True), Cause("Late", 50, 1, False), Cause("", 0, 1, None)])
    assert [(bar.width, bar.whose) for bar in bars] == [(LONGEST, "ours"), (LONGEST / 2, "others"), (2.0, "")]
    assert cause_bars([]) == []


def test_a_little_line_goes_through_what_is_known() -> None:
    assert spark([1, None, 3]) == "2.0,18.0 70.0,2.0"
    assert spark([None, 2]) == ""
