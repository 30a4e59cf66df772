"""Figures say whether their budget is met."""

from __future__ import annotations

import pytest

from bench.report import MET, MISSED, SEEN, Figure, percentile


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("page", 3.9, "ms", 4), MET),
        (Figure("page", 4.1, "ms", 4), MISSED),
        (Figure("mails", 151, "/s", 150, least=True), MET),
        (Figure("mails", 149, "/s", 150, least=True), MISSED),
        (Figure("p50", 149, "ms"), SEEN),
    ],
)
def test_a_figure_stands_beside_its_budget(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict
    assert figure.to_data()["verdict"] == verdict
    assert verdict in figure.line()


def test_percentiles_of_nothing_are_never_met() -> None:
    assert percentile([], 0.99) == float("inf")
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([1.0], 0.99) == 1.0
