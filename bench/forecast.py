"""The forecast from kept statistics, among all conversations: CPU of one estimate, and of keeping up with one wait."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

BUDGET = 1.0


def measure(install: Install, size: str) -> list[Figure]:
    """CPU at the median of a thousand estimates; the first one asked, and keeping up with one wait, in other lines."""
    told = install.inside("forecasting")
    note = f"{told['conversations']:,} conversations, {told['rows']} rows of statistics; wall {told['wall_median']:.2f}"
    return [
        Figure(f"a forecast, {size}", told["cpu_median"], "ms", BUDGET, note=note),
        Figure(f"a forecast, {size}, p99", told["cpu_p99"], "ms", None),
        Figure(f"a forecast, {size}, when nothing was read lately", told["cold_median"], "ms", None),
        Figure(f"one wait learned from, {size}", told["learn_median"], "ms", None),
    ]
