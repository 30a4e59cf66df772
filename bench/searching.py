"""Search, newest first, in a heap of messages: CPU of the whole question, at the 99th of a hundred of each kind."""

from __future__ import annotations

from typing import Any

from bench.install import Install
from bench.report import Figure

BUDGET = 50.0
NAMES = {
    "common": "a common word",
    "rare": "a rare word or an order number",
    "begun": "the beginning of a word",
    "several": "several words",
    "scripts": "Chinese, Arabic and Cyrillic words",
    "phrase": "a phrase",
    "narrowed": "a word with filters",
    "hidden": "a common word, who sees only their own",
    "all": "all of these",
}


def measure(install: Install, size: str) -> list[Figure]:
    """CPU for each kind of question, and for all of them together; the wall clock is in the note."""
    found = install.inside("searching")
    return [_figure(f"search {size}, {words}, p99", found[name]) for name, words in NAMES.items()]


def _figure(what: str, told: dict[str, Any]) -> Figure:
    note = (
        f"median {told['cpu_median']:.1f}; wall clock {told['wall_median']:.1f}, p99 {told['wall_p99']:.0f}; "
        f"{told['questions']} questions, {told['hits']} hits"
    )
    return Figure(what, told["cpu_p99"], "ms", BUDGET, note=note)
