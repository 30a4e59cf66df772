"""The queue page and the conversation page: CPU of the whole request, from kept pieces and without, at each size."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

BUDGETS = {"sqlite": (4.0, 8.0), "postgresql": (6.0, 12.0)}
NAMES = {"queue": "queue page, 50 people", "conversation": "conversation page, 50 messages"}


def measure(install: Install, size: str) -> list[Figure]:
    """Median milliseconds of CPU per request, in an install that is seeded."""
    found, figures = install.inside("pages"), []
    kept, without = BUDGETS[install.engine]
    for name, words in NAMES.items():
        told = found[name]
        note = f"{told['queries']} queries, {told['bytes'] / 1024:.0f} KB"
        figures += [
            Figure(f"{words}, {size}, from kept pieces", told["kept"], "ms", kept, note=note),
            Figure(f"{words}, {size}, without", told["unkept"], "ms", without),
        ]
    return figures
