"""The API: CPU of the whole request, of lists of fifty."""

from __future__ import annotations

from bench.install import Install
from bench.report import Figure

NAMES = {
    "list": "the API's list of 50 conversations, newest first",
    "care": "the same, care first",
    "filtered": "the same, is:waiting",
    "people": "the API's list of 50 people",
}
BUDGET = 5.0


def measure(install: Install) -> list[Figure]:
    """Median milliseconds of CPU per answer, in an install that is seeded."""
    found = install.inside("programs")
    return [
        Figure(
            NAMES[name],
            told["ms"],
            "ms",
            BUDGET if name in ("list", "care") else None,
            note=f"{told['rows']} rows, {told['queries']} queries, {told['bytes'] / 1024:.0f} KB",
        )
        for name, told in found.items()
    ]
