"""Whom a new person may be, among all persons: CPU from their arrival to the suggestions written."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

BUDGET = 10.0


def measure(install: Install, count: int, size: str) -> list[Figure]:
    """CPU at the median and the 99th of a hundred; the wall clock is in the note."""
    told = install.inside("alike", str(count))
    note = (
        f"{told['persons']:,} persons, {told['keys']:,} keys; {told['suggested']} suggested;"
        f" wall clock {told['wall_median']:.1f}, p99 {told['wall_p99']:.0f}"
    )
    return [
        Figure(f"merge suggestions for a new person, {size}", told["cpu_median"], "ms", BUDGET, note=note),
        Figure(f"merge suggestions for a new person, {size}, p99", told["cpu_p99"], "ms", None),
    ]
