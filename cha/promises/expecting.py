"""By when it is done for whoever writes now: the forecast, from what is kept of a channel, who waits and who is there.

What it reads is kept in the process for twenty seconds, because every acknowledgement asks: five kept rows, who waits,
and the plan of shifts. Who asks in between costs arithmetic only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from cha.channels.models import Channel
from cha.conversations.models import Conversation
from cha.core.hours import Hours, open_between, spans_between
from cha.promises.forecast import ENOUGH, Estimate, Known, Place, Step, estimate, hour_class
from cha.promises.keeping_time import stated_within
from cha.promises.load import Load, Stint, load_class, stints
from cha.promises.models.said import Said
from cha.promises.models.wait_stat import WaitStat, known_of
from cha.promises.rests_on import rests_on_words
from cha.team.models import Member
from cha.team.models.shift import Shift
from cha.team.roster import spans_of

FRESH: Final = timedelta(seconds=20)
AHEAD: Final = timedelta(days=9)
MOST_AHEAD: Final = 500
STILL: Final = 60
_MINUTE: Final = timedelta(minutes=1)
_KEPT_AT_MOST: Final = 500
# Minutes of work, where nothing is learned: a call, finding a parcel, wrapping one.
_USUALLY: Final = {
    "answer": 15,
    "hold": 5,
    "call": 20,
    "send": 30,
    "deliver": 60,
    "refund": 20,
    "replace": 30,
    "visit": 90,
}
__all__ = ["expected", "forget_kept", "rests_on_words", "usual_minutes"]

_kept: dict[tuple[object, ...], tuple[datetime, object]] = {}


@dataclass(frozen=True, slots=True)
class _Here:
    """A channel's hours, the coming stints, and how many wait."""

    hours: Hours
    load: Load


def expected(
    channel: Channel,
    at: datetime,
    *,
    step: Step = "answer",
    topic: str = "",
    keeper: Member | None = None,
    share: float | None = None,
    own: bool = False,
) -> Estimate:
    """By when `step` is done for somebody who writes over a channel at a moment; with a `keeper`, by that member.

    share: of all times told, how many shall hold; None for the option. own: who asks is among those who wait already.
    """
    here = _here(channel, at, keeper)
    load = Load(max(here.load.ahead - own, 0), here.load.stints)
    hands = load.hands(at)
    place = Place(topic, hour_class(here.hours, at), load_class(load.ahead, hands))
    known = _known(channel, step, place, hands, at, here.hours)
    return estimate(
        at,
        here.hours,
        known,
        load,
        step=step,
        topic=topic,
        share=settings.CHA_PROMISE_SHARE / 100 if share is None else share,
        target=timedelta(minutes=stated_within(channel, step, topic)),
    )


def usual_minutes(topic: str, kind: str) -> int:
    """How long such a thing takes once it is begun, in minutes: an answer at the pace that was learned, of the channel
    that was learned from last; another by its kind.
    """
    usual = _USUALLY.get(kind, 15)
    if kind != "answer":
        return usual
    row = WaitStat.objects.filter(pk__startswith="answer:", pk__endswith=":course").order_by("-at").first()
    pace = float(row.data["pace"]) if row and row.data["busy"] >= ENOUGH else 0.0
    return min(max(round(60 / pace), 5), 120) if pace else usual


def forget_kept() -> None:
    """Read anew at the next question: for a clock that was moved, and after rebuilding."""
    _kept.clear()


def _here(channel: Channel, at: datetime, keeper: Member | None) -> _Here:
    key = ("here", channel.pk, keeper.pk if keeper else None)
    found = _fresh(key, at)
    if isinstance(found, _Here):
        return found
    hours = channel.hours()
    here = _Here(hours, Load(_waiting(channel, keeper), stints_of(channel, hours, at, keeper, at + AHEAD)))
    _keep(key, at, here)
    return here


def _known(channel: Channel, step: Step, place: Place, hands: int, at: datetime, hours: Hours) -> Known:
    key = ("known", channel.pk, step, place)
    found = _fresh(key, at)
    if isinstance(found, Known):
        return found
    known = known_of(step, channel.pk, [place._replace(load=number) for number in range(place.load + 1)])
    known.still = _still(channel.pk, step, at, hours) if known.course.n else ()
    _keep(key, at, known)
    return known


def _still(channel: int, step: Step, at: datetime, hours: Hours) -> list[float]:
    """How long those wait who were told a time lately, beside what was expected of it."""
    rows = Said.objects.filter(channel=channel, step=step, came_at=None, at__gte=at - timedelta(days=30), at__lt=at)
    open_now = rows.order_by("-at").values_list("at", "expected")[:STILL]
    return [open_between(hours, since, at) / _MINUTE / max(minutes, 0.5) for since, minutes in open_now]


def _waiting(channel: Channel, keeper: Member | None) -> int:
    """How many wait on whoever answers here: on the channels of the same team, or those given to the keeper."""
    rows = Conversation.objects.waiting()
    if keeper:
        rows = rows.filter(assignee=keeper)
    else:
        rows = rows.filter(channel_id__in=Channel.objects.filter(team_id=channel.team_id, active=True).values("pk"))
    return len(rows.values_list("id")[:MOST_AHEAD])


def stints_of(
    channel: Channel, hours: Hours, at: datetime, keeper: Member | None, until: datetime
) -> tuple[Stint, ...]:
    """The coming open time and who is there. Without a plan of anybody: one hand, whenever it is open."""
    spans = spans_between(hours, at, until)
    members = [keeper] if keeper else _planned(channel)
    if not members:
        return tuple(Stint(start, end, 1) for start, end in spans)
    shifts = [span for row in spans_of(members, at, until).values() for span in row]
    return stints(spans, shifts)


def _planned(channel: Channel) -> list[Member]:
    """Who answers here and has a plan: a team's members, or everybody."""
    rows = Member.objects.filter(is_active=True, pk__in=Shift.objects.values("member"))
    return [member for member in (rows.filter(teams=channel.team) if channel.team else rows) if member.answers]


def _fresh(key: tuple[object, ...], at: datetime) -> object:
    kept = _kept.get(key)
    return kept[1] if kept and abs(at - kept[0]) < FRESH else None


def _keep(key: tuple[object, ...], at: datetime, value: object) -> None:
    if len(_kept) >= _KEPT_AT_MOST:
        _kept.clear()
    _kept[key] = (at, value)
