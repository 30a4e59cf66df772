"""An honest time: when somebody will have read, answered or put right what is written now. It holds as often as said.

    wait(share) = quantile(share) of (how long it took ÷ what was expected) × expected × exp(sure(share))
    expected    = the usual wait with a free hand + the queue at the pace of who is on shift       (load.py)
    quantile    of waits lately on such a channel, load, hour and topic, the finer by what it has seen  (spread.py)
    sure        learned each day from what was told and what came true                               (tracking.py)

Waits are open time. A higher share is never earlier, and nor is a longer queue: of several answers the latest counts.
With fewer than `ENOUGH` waits to learn from, the channel's stated target stands in.
`by` is rounded up to what a person would say, and lies in opening hours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from cha.core.hours import Hours, add, closes_at, is_open
from cha.language.times import promise_rounded
from cha.promises.load import Load, last_of_class, load_class, queue_minutes
from cha.promises.spread import Spread, mixed, quantiles, with_waiting
from cha.promises.tracking import LEVELS, Course

FLOOR: Final = timedelta(minutes=5)
ENOUGH: Final = 20
SHARE: Final = 0.9
# Open minutes: whatever is learned, nobody is told more than this.
LONGEST: Final = 14 * 24 * 60.0

_MINUTE: Final = timedelta(minutes=1)
_PARTS: Final = ((18, "evening"), (14, "afternoon"), (11, "noon"), (6, "morning"), (0, "night"))

Step = Literal["read", "answer", "put_right"]
RestsOn = Literal["lately", "target"]
Reason = Literal["lately", "queue", "floor", "few", "never_open"]


class Place(NamedTuple):
    """Where a wait is counted. topic: "" for none. hour: of `hour_class`. load: of `load_class`."""

    topic: str = ""
    hour: str = ""
    load: int = 0

    def from_coarse(self) -> tuple[str, ...]:
        """The spreads that it is of, from coarse to fine."""
        return ("", f"{self.load}", f"{self.load}.{self.hour}", f"{self.load}.{self.hour}.{self.topic}")


_ANYWHERE: Final = Place()


@dataclass(slots=True)
class Known:
    """What was learned of one step on one channel.

    `spreads` by key of `Place.from_coarse`. `still`: of those who wait, how
    long they have so far beside what was expected of their wait.
    """

    course: Course
    spreads: dict[str, Spread] = field(default_factory=dict)
    still: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """On what an estimate rests: who is before them, how many are on shift, and the counted waits by how fine they are.

    expected: open minutes that such a wait takes usually, `queued` of them in the queue. bars: open minutes at each of
    `LEVELS`; none while there is too little to learn from.
    """

    step: Step = "answer"
    place: Place = _ANYWHERE
    ahead: int = 0
    hands: int = 1
    expected: float = 0.0
    queued: float = 0.0
    bars: tuple[float, ...] = ()


_NOTHING: Final = Basis()


@dataclass(frozen=True, slots=True)
class Estimate:
    """by: the moment to promise, UTC, rounded up. wait: open time until then, before rounding. n: waits it rests on.

    reason: what decided: "lately" the waits, "queue" those who are before them, "floor" the least that is ever
    promised, "few" the target for want of waits, "never_open" a place without opening hours, counted by the clock
    instead. share: of all times told, how many hold. basis: on what it rests, as values.
    """

    by: datetime
    wait: timedelta
    rests_on: RestsOn
    n: int
    reason: Reason
    share: float = SHARE
    basis: Basis = _NOTHING


def estimate(
    now: datetime,
    hours: Hours,
    known: Known,
    load: Load,
    *,
    step: Step = "answer",
    topic: str = "",
    share: float = SHARE,
    target: timedelta = timedelta(hours=4),
) -> Estimate:
    """By when it is done for whoever writes now.

    load: who waits before them and who is there. share: of all times told, how many shall hold (0.5 to 0.95; beyond,
    the nearest). target: open time, what the channel states.
    """
    basis = _basis(now, hours, known, load, step, topic)
    few = known.course.n < ENOUGH
    minutes = target / _MINUTE if few else at_share(basis.bars, share)
    reason: Reason = "few" if few else "queue" if basis.queued > known.course.base else "lately"
    if minutes < FLOOR / _MINUTE:
        minutes, reason = FLOOR / _MINUTE, "floor"
    by, opens = said_by(hours, now, minutes)
    return Estimate(
        by=by,
        wait=timedelta(minutes=minutes),
        rests_on="target" if few else "lately",
        n=known.course.n,
        reason=reason if opens else "never_open",
        share=share,
        basis=basis,
    )


def said_by(hours: Hours, now: datetime, minutes: float) -> tuple[datetime, bool]:
    """The moment that is told for a wait of so many open minutes, UTC; whether the place opens at all until then.

    Rounded up as people say it, but not past closing time.
    """
    opened = add(hours, now, timedelta(minutes=minutes))
    by = promise_rounded(opened or now + timedelta(minutes=minutes), now=now, zone=hours.zone)
    if opened and by > opened:
        by = min(by, _closing(hours, opened) or by)
    return by, opened is not None


def _closing(hours: Hours, at: datetime) -> datetime | None:
    """When the stretch closes that a moment is in, or closes: that moment itself at its end."""
    return closes_at(hours, at) if is_open(hours, at) else at


def hour_class(hours: Hours, at: datetime) -> str:
    """The part of the week a moment is in: closed, or the part of the day, with "+" at a weekend."""
    if not is_open(hours, at):
        return "closed"
    local = at.astimezone(ZoneInfo(hours.zone))
    part = next(name for begins, name in _PARTS if local.hour >= begins)
    return part + "+" * (local.weekday() >= 5)


def at_share(bars: Sequence[float], share: float) -> float:
    """Minutes at any share, between those of `LEVELS`."""
    for (low, below), (high, above) in pairwise(zip(LEVELS, bars, strict=True)):
        if share <= high:
            part = max((share - low) / (high - low), 0.0)
            return float(below ** (1 - part) * above**part)
    return bars[-1]


def _basis(now: datetime, hours: Hours, known: Known, load: Load, step: Step, topic: str) -> Basis:
    hands = load.hands(now)
    place = Place(topic, hour_class(hours, now), load_class(load.ahead, hands))
    queued = queue_minutes(now, load, known.course.pace)
    bars = _bars(now, known, load, place) if known.course.n >= ENOUGH else ()
    return Basis(step, place, load.ahead, hands, known.course.base + queued, queued, bars)


def _bars(now: datetime, known: Known, load: Load, place: Place) -> tuple[float, ...]:
    """Open minutes at each of `LEVELS`. Of the classes of load up to this one each answers for its own queue, and the
    latest counts: what was seen of long queues must not say that they are quicker than short ones.
    """
    hands, found = load.hands(now), (0.0,) * len(LEVELS)
    for number in range(place.load + 1):
        ahead = load.ahead if number == place.load else min(load.ahead, last_of_class(number, hands))
        expected = known.course.base + queue_minutes(now, load, known.course.pace, ahead)
        ratios = _ratios(now, known, place._replace(load=number))
        found = tuple(max(one, ratio * expected) for one, ratio in zip(found, ratios, strict=True))
    lengthened = (min(one * math.exp(sure), LONGEST) for one, sure in zip(found, known.course.sure, strict=True))
    return tuple(accumulate(lengthened, max))


def _ratios(now: datetime, known: Known, place: Place) -> tuple[float, ...]:
    spreads = [known.spreads.get(key) for key in place.from_coarse()]
    shares = with_waiting(mixed(spreads, now), known.course.n, known.still)
    return quantiles(shares, LEVELS)
