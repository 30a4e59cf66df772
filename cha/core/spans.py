"""Stretches of time, and what two rows of them have in common: opening hours with shifts, shifts without absences.

Pure. A row of spans is in order and its spans do not overlap (they may touch); so is every row that comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of time, both ends aware and UTC. Its first moment is in it, its last is not."""

    start: datetime
    end: datetime


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Any spans as a row: in order, what overlaps or touches as one, without those that hold no time."""
    row: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if row and start <= row[-1].end:
            row[-1] = Span(row[-1].start, max(row[-1].end, end))
        else:
            row.append(Span(start, end))
    return tuple(row)


def together(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """What is in both rows."""
    found, left, right = [], 0, 0
    while left < len(one) and right < len(other):
        start, end = max(one[left].start, other[right].start), min(one[left].end, other[right].end)
        if start < end:
            found.append(Span(start, end))
        if one[left].end <= other[right].end:
            left += 1
        else:
            right += 1
    return tuple(found)


def without(row: Sequence[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is in a row and in none of the spans that are taken from it, which may lie anyhow."""
    found = list(row)
    for gone in joined(taken):
        pieces = ((Span(start, min(end, gone.start)), Span(max(start, gone.end), end)) for start, end in found)
        found = [piece for pair in pieces for piece in pair if piece.start < piece.end]
    return tuple(found)


def lasting(row: Iterable[Span]) -> timedelta:
    """How long a row is altogether."""
    return sum((end - start for start, end in row), timedelta())


def reached(row: Iterable[Span], start: datetime, duration: timedelta) -> datetime | None:
    """When `duration` of a row's time has passed since `start`; None when the row holds less than that."""
    if duration <= timedelta():
        return start
    rest = duration
    for begins, ends in row:
        begin = max(begins, start)
        if ends - begin >= rest:
            return begin + rest
        rest -= max(ends - begin, timedelta())
    return None
