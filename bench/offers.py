"""The dialog of an offer: CPU of opening it, and of one look while somebody types."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

BUDGET = 8.0


def measure(install: Install, size: str) -> list[Figure]:
    """Median milliseconds of CPU per request, in an install that is seeded, under a policy of 50 lines."""
    told = install.inside("offering")
    note = f"p95 {told['opened_p95']:.1f}; {told['queries']} queries, {told['bytes'] / 1024:.0f} KB"
    typed = f"p95 {told['typed_p95']:.1f}; one of three ways above the limit"
    return [
        Figure(f"offer composer opened, {size}", told["opened"], "ms", BUDGET, note=note),
        Figure(f"offer composer, a look while typing, {size}", told["typed"], "ms", BUDGET, note=typed),
    ]
