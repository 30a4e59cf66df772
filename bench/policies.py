"""Policies: what one decision costs under 500 lines, and how long a draft is tried on 100,000 past decisions."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

DECIDE, TRY = 1.0, 20.0
PAST = 100_000


def measure(install: Install) -> list[Figure]:
    """In an empty install: median milliseconds of CPU of a decision; seconds of CPU of a trial, the clock beside it."""
    told = install.inside("policies", str(PAST))
    note = f"p99 {told['p99']:.2f}, the first of a process {told['first']:.1f}"
    usual = f"by the clock {told['usual']:.0f} s; told how far it is {told['usual_told']} times"
    large = f"by the clock {told['large']:.0f} s"
    return [
        Figure("a decision under 500 lines", told["median"], "ms", DECIDE, note=note),
        Figure(f"40 lines tried on {PAST:,} past decisions", told["usual_cpu"], "s", TRY, note=usual),
        Figure(f"500 lines tried on {PAST:,}", told["large_cpu"], "s", TRY, note=large),
    ]
