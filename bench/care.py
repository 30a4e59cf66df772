"""The care order: five thousand people put in order, and the cost of one whose facts change. CPU time."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

WAITING = 5_000
BUDGET = 20.0


def measure(install: Install, size: str) -> list[Figure]:
    """The whole order from values; one place anew, in an install of that size, which must not matter."""
    told = install.inside("caring", str(WAITING))
    note = f"p99 {told['ordered_p99']:.1f}; {told['reasons']} reasons"
    one = f"{told['queries']} statements, among {told['conversations']:,} conversations"
    return [
        Figure(f"care order of {WAITING:,} waiting people", told["ordered"], "ms", BUDGET, note=note),
        Figure(f"one place in the care order anew, {size}", told["one"], "ms", None, note=one),
    ]
