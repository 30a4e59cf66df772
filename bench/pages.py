"""The queue page, the long list, the conversation page: CPU of the whole request, from kept pieces and without."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

BUDGETS = {"sqlite": (4.0, 8.0), "postgresql": (6.0, 12.0)}
NAMES = {
    "queue": "queue page, 50 people",
    "list": "long list, 100 people and every view's count",
    "conversation": "conversation page, 50 messages",
}
# The list has twice the rows, and reads as many kept counts as there are views.
TIMES = {"list": 6}


def measure(install: Install, size: str) -> list[Figure]:
    """Median milliseconds of CPU per request, in an install that is seeded."""
    found, figures = install.inside("pages"), []
    kept, without = BUDGETS[install.engine]
    for name, words in NAMES.items():
        told, times = found[name], TIMES.get(name, 1)
        note = f"{told['queries']} queries, {told['bytes'] / 1024:.0f} KB"
        figures += [
            Figure(f"{words}, {size}, from kept pieces", told["kept"], "ms", kept * times, note=note),
            Figure(f"{words}, {size}, without", told["unkept"], "ms", without * times),
        ]
    return figures
