"""What stands before whoever writes now: how many wait, and how many hands there are for them, from now on.

    expected = base + open time until (ahead + 1 - hands) more are answered, each hand answering `pace` an hour

Pure: stretches of open time with the number of people on shift, in; open minutes, out. A stretch with nobody on shift
is open time that passes and answers nobody. Where no shifts are planned, there is one hand whenever it is open, and
`pace` is that of everybody together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

_HOUR: Final = timedelta(hours=1)
# Where the classes of load begin: people ahead for each hand.
CLASSES: Final = (1.0, 3.0, 8.0, 20.0)
_LONG: Final = 14 * 24 * 60.0


class Stint(NamedTuple):
    """A stretch of open time, UTC, in which the same number of people is on shift."""

    start: datetime
    end: datetime
    hands: int


@dataclass(frozen=True, slots=True)
class Load:
    """`ahead`: how many wait on us already. `stints`: the coming open time, in order; nothing is open between them."""

    ahead: int
    stints: tuple[Stint, ...] = ()

    def hands(self, now: datetime) -> int:
        """How many are on shift now, or when somebody next is; at least one."""
        return max(next((stint.hands for stint in self.stints if stint.end > now and stint.hands), 1), 1)


def load_class(ahead: float, hands: int) -> int:
    """Which class a load is of, from 0 (a hand is free) to 4 (more than twenty for each hand)."""
    return sum(ahead / hands >= begins for begins in CLASSES)


def last_of_class(number: int, hands: int) -> int:
    """The most people ahead that are of a class still."""
    return max(-int(-CLASSES[number] * hands // 1) - 1, 0)


def queue_minutes(now: datetime, load: Load, pace: float, ahead: int | None = None) -> float:
    """Open minutes until whoever writes now is begun with. pace: answers an hour and hand (above 0)."""
    most = load.ahead if ahead is None else ahead
    left, passed, hands = max(most + 1.0 - load.hands(now), 0.0), 0.0, 1
    for stint in load.stints:
        if stint.end <= now:
            continue
        length, hands = (stint.end - max(stint.start, now)) / _HOUR, stint.hands
        done = length * hands * pace
        if hands and done >= left:
            return (passed + left / (hands * pace)) * 60
        left, passed = left - done, passed + length
    return min((passed + left / (max(hands, 1) * pace)) * 60, _LONG)


def stints(
    open_spans: Sequence[tuple[datetime, datetime]], shifts: Sequence[tuple[datetime, datetime]]
) -> tuple[Stint, ...]:
    """Open stretches cut where the number of people on shift changes. Both UTC; `shifts` of all members together."""
    found: list[Stint] = []
    for start, end in open_spans:
        here = [(max(begin, start), min(until, end)) for begin, until in shifts if begin < end and until > start]
        edges = sorted({start, end, *(moment for shift in here for moment in shift)})
        for left, right in pairwise(edges):
            found.append(Stint(left, right, sum(begin <= left and until >= right for begin, until in here)))
    return tuple(found)
