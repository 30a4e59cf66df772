"""The guard: whether a time that is about to be promised can be held, and the nearest one that can.

What is promised already is laid into the working time backwards from when it is due, the latest first: everything is
done as late as it may be, so what stays free early is as much as can stay free. A new promise holds by a moment when

    the moment lies in working time, a little after it begins;
    the working time until then is at least what such things usually take;
    the free time until then is at least the work of it.

The last two only grow with the moment, so within one stretch of working time a later moment is never worse. What is
overdue, or does not fit before it is due, takes the first free time. Pure: moments are aware and come back in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, NamedTuple

from cha.core.spans import Span, joined, lasting, reached, together, without
from cha.language.times import promise_rounded

# So soon after opening nobody has done anything yet.
LEAST: Final = timedelta(minutes=15)
BARS: Final = 12
BEFORE: Final = 4
NEAR: Final = timedelta(days=7)
SLOTS: Final = tuple(timedelta(minutes=minutes) for minutes in (30, 60, 120, 240, 480))

Code = Literal["past", "closed", "off_shift", "absent", "sooner", "full", "forecast"]
_NOTHING: Final = timedelta()


class Due(NamedTuple):
    """Work that is promised already, by a moment."""

    by: datetime
    work: timedelta


class Reason(NamedTuple):
    """Why a moment does not hold. n: of `full`, how many things are due before then; of `sooner`, its minutes."""

    code: Code
    n: int = 0


class Bar(NamedTuple):
    """A slot of the picture. load: how much of it is taken, 0 to 1. works: whether any of it is working time."""

    start: datetime
    end: datetime
    load: float
    works: bool
    asked: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """ok: `by` holds. nearest: the first moment from `by` on that does, on a time that people say; `by` where it holds,
    None where nothing holds within the spans. reasons: why not, the first ones first.
    """

    by: datetime
    ok: bool
    nearest: datetime | None
    reasons: tuple[Reason, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """working: as it lies. ahead: what is left of it from now on. free: what of that nothing is laid into."""

    working: tuple[Span, ...]
    ahead: tuple[Span, ...]
    free: tuple[Span, ...]


def holds(
    by: datetime,
    *,
    now: datetime,
    spans: Sequence[Span],
    load: Sequence[Due] = (),
    usual: timedelta = LEAST,
    work: timedelta | None = None,
    shifts: Sequence[Span] | None = None,
    away: Sequence[Span] = (),
    forecast: datetime | None = None,
    zone: str = "UTC",
) -> Verdict:
    """Whether `by` can be promised.

    spans: opening hours, as far ahead as a time may be looked for. shifts: when the keeper works, None where nobody
    plans it. away: when they are not there after all. usual: working time that such things take from now; work: how
    much of it is work (by default all). forecast: before then nobody comes to it. zone: whose clock times are said on.
    """
    work = usual if work is None else min(work, usual)
    working = without(joined(spans) if shifts is None else together(joined(spans), joined(shifts)), away)
    ahead = tuple(_from(now, working))
    day = _Day(working, ahead, _laid(ahead, load))
    reasons = tuple(_reasons(by, now, day, spans, shifts, away, usual, work, load, forecast))
    if not reasons:
        return Verdict(by.astimezone(UTC), True, by.astimezone(UTC), (), _bars(by, by, day))
    nearest = _nearest(max(by, now, forecast or now), now, day, usual, work, zone)
    return Verdict(by.astimezone(UTC), False, nearest, reasons, _bars(by, nearest, day))


def _reasons(
    by: datetime,
    now: datetime,
    day: _Day,
    spans: Sequence[Span],
    shifts: Sequence[Span] | None,
    away: Sequence[Span],
    usual: timedelta,
    work: timedelta,
    load: Sequence[Due],
    forecast: datetime | None,
) -> Iterator[Reason]:
    if by <= now:
        yield Reason("past")
        return
    if not _within(by, day.working):
        yield Reason(_why_nobody(by, spans, shifts, away))
    if _until(by, day.ahead) < usual:
        yield Reason("sooner", usual // timedelta(minutes=1))
    elif _until(by, day.free) < work:
        yield Reason("full", sum(due.by <= by for due in load))
    elif forecast and by < forecast:
        yield Reason("forecast")


def _within(by: datetime, working: Iterable[Span]) -> bool:
    return any(start + LEAST <= by <= end for start, end in working)


def _why_nobody(by: datetime, spans: Sequence[Span], shifts: Sequence[Span] | None, away: Sequence[Span]) -> Code:
    if any(start <= by <= end for start, end in away) and _within(by, joined(spans)):
        return "absent"
    if shifts is not None and _within(by, joined(spans)):
        return "off_shift"
    return "closed"


def _from(now: datetime, spans: Iterable[Span]) -> Iterator[Span]:
    return (Span(max(start, now), end) for start, end in spans if end > now)


def _until(by: datetime, spans: Iterable[Span]) -> timedelta:
    """How much of `spans` lies before a moment."""
    return lasting(Span(start, min(end, by)) for start, end in spans if start < by)


def _laid(ahead: Sequence[Span], load: Sequence[Due]) -> tuple[Span, ...]:
    """The time that stays free with everything laid as late as it may be; what does not fit so takes the first."""
    free, late = list(ahead), _NOTHING
    last = ahead[-1].end if ahead else None
    for by, work in sorted(load, reverse=True):
        if last is None or by > last:
            continue
        free, rest = _taken(free, work, by)
        late += rest
    while late and free:
        start, end = free.pop(0)
        if end - start > late:
            free.insert(0, Span(start + late, end))
        late -= min(end - start, late)
    return tuple(free)


def _taken(free: list[Span], work: timedelta, by: datetime) -> tuple[list[Span], timedelta]:
    """`free` without the last `work` of it before `by`, and how much did not fit."""
    left = []
    for start, end in reversed(free):
        until = min(end, by)
        if work and until > start:
            take = min(work, until - start)
            work -= take
            pieces = (Span(until, end), Span(start, until - take))
            left += [piece for piece in pieces if piece.start < piece.end]
        else:
            left.append(Span(start, end))
    return left[::-1], work


def _nearest(
    first: datetime, now: datetime, day: _Day, usual: timedelta, work: timedelta, zone: str
) -> datetime | None:
    """The first moment from `first` on that holds, as people say times; None where there is none in the spans."""
    moments = (reached(day.ahead, now, usual), reached(day.free, now, work))
    if None in moments:
        return None
    first = max(first, *(moment for moment in moments if moment))
    for start, end in day.working:
        found = promise_rounded(max(first, start + LEAST), now=now, zone=zone)
        if now < found <= end:
            return found
    return None


def _bars(by: datetime, nearest: datetime | None, day: _Day) -> tuple[Bar, ...]:
    """A dozen slots with the moment that was asked and, where there is one near enough, the one that fits.

    Time in which nobody works is left out, but for the slot that was asked.
    """
    for size in SLOTS:
        slots = _slots(by, day, size)
        asked = _place(by, slots) or 0
        fits = _place(nearest, slots) if nearest else None
        if fits is None or fits - asked < BARS - BEFORE:
            break
    begin = max(min(asked - BEFORE, len(slots) - BARS), 0)
    return tuple(
        Bar(slot.start, slot.end, _share(slot, day), _much(slot, day.ahead) > _NOTHING, number == asked, number == fits)
        for number, slot in enumerate(slots[begin : begin + BARS], begin)
    )


def _place(moment: datetime, slots: Sequence[Span]) -> int | None:
    return next((number for number, (start, end) in enumerate(slots) if start < moment <= end), None)


def _slots(by: datetime, day: _Day, size: timedelta) -> list[Span]:
    by = by.astimezone(UTC)
    slots: list[Span] = []
    for start, end in (span for span in day.working if by - NEAR < span.end and span.start < by + 2 * NEAR):
        count = -((start - end) // size)
        starts = [(start + number * size).astimezone(UTC) for number in range(count)]
        slots += [Span(begin, min(begin + size, end.astimezone(UTC))) for begin in starts]
    if not any(start < by <= end for start, end in slots):
        before = max((end for _, end in slots if end < by), default=by - size)
        after = min((start for start, _ in slots if start >= by), default=by)
        slots.append(Span(max(before, by - size), max(min(after, by + size), by)))
    return sorted(slots)


def _much(slot: Span, row: Sequence[Span]) -> timedelta:
    return lasting(together((slot,), row))


def _share(slot: Span, day: _Day) -> float:
    there = _much(slot, day.ahead)
    return round(1 - _much(slot, day.free) / there, 3) if there else 0.0
