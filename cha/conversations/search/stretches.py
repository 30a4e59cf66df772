"""Stretches of time in which PostgreSQL looks for words, newest first.

A GIN index gives all rows of a word in no order, so that a common word of a million messages costs a second. Each row
therefore also holds three words for the stretches of time its id lies in: 19 hours, 25 days, 2.2 years. Asked for
`word & (stretch | stretch)`, GIN walks the stretch's short list and skips through the word's long one.
SQLite needs none of this: an FTS5 list of rowids is in order and is read from its end.
"""

from __future__ import annotations

from typing import Final

# How many of an id's lower bits lie within one stretch, by level. Migrations name these too: never change one.
BITS: Final = {1: 48, 2: 53, 3: 58}
MOST: Final = 24


def marks(key: int) -> str:
    """The words of an id's stretches. A ~ is in no word of a text."""
    return " ".join(f"~{level}{key >> bits}" for level, bits in BITS.items())


def cover(first: int, end: int) -> list[str]:
    """Stretches that together cover the ids first ≤ id < end, as words, at most `MOST`; they may reach further.

    The smallest stretches where they are few enough, else longer ones.
    """
    for level, bits in BITS.items():
        low, high = first >> bits, (end - 1) >> bits
        if high - low < MOST:
            return [f"~{level}{number}" for number in range(low, high + 1)]
    return []
