"""How waits are spread: decayed counts over bins that widen with the wait, and their quantiles.

What is counted is how long a wait was beside what was expected of it (1 is as expected): a bin is an eighth of a
doubling, so that a quantile is known to within five hundredths of itself at any length. A count fades to half in
`HALF_LIFE`; what was seen once costs one bin, and a spread never holds more than `BINS`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

PER_DOUBLING: Final = 8
LEAST: Final = -8 * PER_DOUBLING
MOST: Final = 8 * PER_DOUBLING
BINS: Final = MOST - LEAST + 1
HALF_LIFE: Final = timedelta(days=21)
# So much of what the coarser spread says weighs as much as what the finer one has seen.
WEIGHT: Final = 24.0


@dataclass(slots=True)
class Spread:
    """Counts by bin, as they weighed at `at` (aware UTC). `counts` of bins that nothing fell into are not there."""

    at: datetime
    counts: dict[int, float] = field(default_factory=dict)

    @property
    def n(self) -> float:
        """How many waits it weighs as."""
        return sum(self.counts.values())

    def weighs(self, at: datetime) -> float:
        """What remains of a count by `at`, from 0 to 1."""
        return float(0.5 ** (max(at - self.at, timedelta()) / HALF_LIFE))

    def add(self, ratio: float, at: datetime) -> None:
        """One more wait, `ratio` times as long as expected; what was there fades to `at` first."""
        fades = self.weighs(at)
        if fades < 1:
            self.counts = {place: kept for place, count in self.counts.items() if (kept := count * fades) > 0.001}
            self.at = at
        where = bin_of(ratio)
        self.counts[where] = self.counts.get(where, 0.0) + 1.0


def bin_of(ratio: float) -> int:
    """The bin of a ratio; what is shorter or longer than any bin is in the first or the last."""
    if ratio <= 0:
        return LEAST
    return min(max(math.floor(math.log2(ratio) * PER_DOUBLING), LEAST), MOST)


def mixed(chain: Iterable[Spread | None], at: datetime) -> dict[int, float]:
    """The shares of each bin (together 1) from the coarsest spread to the finest, each weighed by what it has seen.

    A fine one that has seen little says what the coarser says: a Dirichlet prior of `WEIGHT` waits, step by step.
    Empty when none has seen anything.
    """
    shares: dict[int, float] = {}
    for spread in chain:
        if spread is None or not spread.counts:
            continue
        fades, prior = spread.weighs(at), WEIGHT if shares else 0.0
        total = spread.n * fades + prior
        found = {place: share * prior / total for place, share in shares.items()}
        for place, count in spread.counts.items():
            found[place] = found.get(place, 0.0) + count * fades / total
        shares = found
    return shares


def with_waiting(shares: Mapping[int, float], n: float, still: Sequence[float]) -> dict[int, float]:
    """The same where some wait still, each at least `still` times as long as was expected.

    Who waits counts as those who waited longer than that: their weight goes to the right (Efron 1967, one step), and
    into the bin they are in where nobody ever waited longer. n: how many waits `shares` stand for.
    """
    if not still:
        return dict(shares)
    total = n + len(still)
    found = {place: share * n / total for place, share in shares.items()}
    for ratio in still:
        here = bin_of(ratio)
        beyond = sum(share for place, share in shares.items() if place >= here)
        if beyond > 0:
            for place, share in shares.items():
                if place >= here:
                    found[place] += share / beyond / total
        else:
            found[here] = found.get(here, 0.0) + 1 / total
    return found


def quantiles(shares: Mapping[int, float], levels: Sequence[float]) -> tuple[float, ...]:
    """The ratios that these parts of all waits (rising, each above 0 and below 1) do not pass; between a bin's ends by
    how far into its share a level reaches. `shares` must not be empty.
    """
    found: list[float] = []
    passed, places = 0.0, iter(sorted(shares))
    place = next(places)
    for level in levels:
        while passed + shares[place] < level and (after := next(places, None)) is not None:
            passed += shares[place]
            place = after
        inside = min(max((level - passed) / shares[place], 0.0), 1.0)
        found.append(2 ** ((place + inside) / PER_DOUBLING))
    return tuple(found)
