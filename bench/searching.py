"""Search, newest first, in a heap of messages: milliseconds of the whole question, median and 99th of a hundred."""

from __future__ import annotations

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
    "hidden": "a common word, a member who sees only their own",
}


def measure(install: Install, size: str) -> list[Figure]:
    """Figures for each kind of question, and for all of them together."""
    found = install.inside("searching")
    figures = []
    for name, words in NAMES.items():
        told = found[name]
        note = f"median {told['median']:.1f} ms, {told['questions']} questions, {told['hits']} hits"
        figures.append(Figure(f"search {size}, {words}, p99", told["p99"], "ms", BUDGET, note=note))
    everything = found["all"]
    note = f"median {everything['median']:.1f} ms, {everything['questions']} questions"
    figures.append(Figure(f"search {size}, all of these, p99", everything["p99"], "ms", BUDGET, note=note))
    return figures
