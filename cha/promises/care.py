"""The care order: who is served first, with the reasons in words.

A waiting conversation has one fixed moment, `Care.at`, by which it should be served. It is computed only when something
about the conversation changes and is kept as a column, so the queue is read from an index, smallest first; time passing
alone never reorders it.

    at = min(due − minutes earlier, latest)
    due = what was promised, else waiting_since + target
    latest = waiting_since + cap, or what was promised where that is later

What pulls it earlier: harm that is named, feelings, having to come back, a broken promise or one at risk, being
vulnerable, an event that is near, money that is missed, needing it done another way. Each counts the minutes that the
business gives it (`Weights`). All of it together is at most `MOST_EARLIER`, whatever they are, so somebody who has
waited that much longer always goes first: nobody is overtaken for ever.

Somebody who is there in the chat waits minutes, not hours: they are pulled to `HERE` after their words, and `FOR_HERE`
further, whatever an answer by mail may take. It is never before their own words by more than `MOST_EARLIER` and
`FOR_HERE`: whoever has been due for that long goes first all the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal, Self

CAP: Final = timedelta(hours=24)
MOODS: Final = {"grieving": 90, "upset": 60, "hostile": 30, "worried": 20}
# Minutes earlier, where the business has not said otherwise; `comes_back` for each time after the first.
STANDARD: Final[Mapping[str, int]] = MappingProxyType(
    {
        "harm": 180,
        "broken": 90,
        **MOODS,
        "vulnerable": 60,
        "deadline": 60,
        "money": 30,
        "access": 30,
        "risk": 30,
        "comes_back": 25,
    }
)
MOST_TIMES_BACK: Final = 3
# An event within so many days counts in full, a later one half.
VERY_NEAR: Final = timedelta(days=3)
HERE: Final = timedelta(minutes=3)
FOR_HERE: Final = 60
MOST_EARLIER: Final = timedelta(hours=6)

# An answer takes a while to write: whoever is due within this is for now, so that the promise is kept, not just met.
NOW: Final = timedelta(minutes=30)
SOON: Final = timedelta(hours=2)
RING_NOW: Final = 85
RING_SOON: Final = 50

Code = Literal[
    "promised", "target", "mood", "comes_back", "broken", "risk", "vulnerable", "harm", "deadline", "money", "access",
    "here", "cap",
]  # fmt: skip
Group = Literal["now", "soon", "later", "rest"]
Urgency = Literal["calm", "soon", "now", "rest"]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reason counts, in minutes earlier, by the keys of `STANDARD`; and the longest anybody waits."""

    minutes: Mapping[str, int] = field(default_factory=lambda: STANDARD)
    cap: timedelta = CAP

    def of(self, key: str) -> int:
        """The minutes of one reason; none for what is not weighed."""
        return self.minutes.get(key, STANDARD.get(key, 0))


USUAL: Final = Weights()


@dataclass(frozen=True, slots=True)
class CareInput:
    """What the care order looks at.

    waiting_since: the first message that nobody has answered. target: how long an answer takes when nothing was
    promised. mood: a word of the guide, or None. contacts: how often they have written about this, this time included.
    fresh_promise_broken: we broke a promise in this conversation and have not put it right; at_risk: we may. cap: the
    longest anybody waits, whatever the others feel. present: they are there in the chat now. event: what they wrote
    that it is for ("wedding"), on the day `event_on`. harm, vulnerable, money: they wrote so; access: they told us how
    they need it.
    """

    waiting_since: datetime
    target: timedelta
    promised_by: datetime | None = None
    mood: str | None = None
    contacts: int = 1
    fresh_promise_broken: bool = False
    vulnerable: bool = False
    present: bool = False
    cap: timedelta = CAP
    at_risk: bool = False
    harm: bool = False
    money: bool = False
    access: bool = False
    event: str = ""
    event_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is where they are. params are JSON-able, so that a reason can be kept."""

    code: Code
    minutes_earlier: int = 0
    params: Mapping[str, str | int] = field(default_factory=dict)

    def to_data(self) -> dict[str, str | int]:
        """The reason as one flat JSON object."""
        return {"code": self.code, "minutes": self.minutes_earlier, **self.params}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """A reason that was kept with `to_data`."""
        params = {key: value for key, value in data.items() if key not in {"code", "minutes"}}
        return cls(data["code"], int(data.get("minutes", 0)), params)


@dataclass(frozen=True, slots=True)
class Care:
    """at: serve by then; the queue is ordered by it. reasons: the strongest first, what was promised last."""

    at: datetime
    reasons: tuple[Reason, ...]


def care(given: CareInput, weights: Weights = USUAL) -> Care:
    """The place of one waiting conversation, from its own facts alone. The cap is the input's, not the weights'."""
    due = given.promised_by or given.waiting_since + given.target
    pulls = [*_here(given, due), *_bounded(_pulls(given, weights))]
    pulls.sort(key=_strength)
    latest = max(given.waiting_since + given.cap, given.promised_by or given.waiting_since)
    wanted = due - timedelta(minutes=sum(reason.minutes_earlier for reason in pulls))
    base = _base(given)
    if wanted > latest:
        base = Reason("cap", 0, {"hours": given.cap // timedelta(hours=1), **base.params})
    return Care(min(wanted, latest), (*pulls, base))


def order(at: datetime, waiting_since: datetime, conversation_id: int) -> tuple[datetime, datetime, int]:
    """The sort key of the queue, the same as its index: total, so the order never flickers."""
    return at, waiting_since, conversation_id


def group(found: Care | None, now: datetime) -> Group:
    """Under which heading of the queue: None is somebody whom nothing is owed now."""
    if found is None:
        return "rest"
    if found.at - now <= NOW:
        return "now"
    return "soon" if found.at - now <= SOON else "later"


def urgency(waiting_since: datetime | None, due: datetime | None, now: datetime) -> Urgency:
    """The colour of the ring: "rest" when nothing is waited for, "now" from 85 of 100 gone, "soon" from 50."""
    if waiting_since is None or due is None:
        return "rest"
    gone = ring(waiting_since, due, now)
    return "now" if gone >= RING_NOW else "soon" if gone >= RING_SOON else "calm"


def ring(waiting_since: datetime | None, due: datetime | None, now: datetime) -> int:
    """How much of the promised time is gone, 0 to 100, rounded down."""
    if waiting_since is None or due is None or now <= waiting_since:
        return 0
    if now >= due:
        return 100
    return 100 * (now - waiting_since) // (due - waiting_since)


def _base(given: CareInput) -> Reason:
    if given.promised_by:
        return Reason("promised", 0, {"by": given.promised_by.isoformat()})
    return Reason("target", 0, {"within": given.target // timedelta(minutes=1)})


def _here(given: CareInput, due: datetime) -> list[Reason]:
    if not given.present:
        return []
    late = max(due - given.waiting_since - HERE, timedelta())
    return [Reason("here", math.ceil(late / timedelta(minutes=1)) + FOR_HERE)]


def _pulls(given: CareInput, weights: Weights) -> list[Reason]:
    """Every reason that counts something, the strongest first."""
    pulls = []
    if given.mood in MOODS:
        pulls.append(Reason("mood", weights.of(given.mood), {"mood": given.mood}))
    if given.contacts > 1:
        times = min(given.contacts - 1, MOST_TIMES_BACK)
        pulls.append(Reason("comes_back", weights.of("comes_back") * times, {"contacts": given.contacts}))
    if given.event_on and (near := _nearness(given.event_on - given.waiting_since.date())):
        about: dict[str, str | int] = {"what": given.event, "by": given.event_on.isoformat()}
        pulls.append(Reason("deadline", int(weights.of("deadline") * near), about))
    plain: tuple[tuple[Code, bool], ...] = (
        ("harm", given.harm),
        ("broken", given.fresh_promise_broken),
        ("risk", given.at_risk),
        ("vulnerable", given.vulnerable),
        ("money", given.money),
        ("access", given.access),
    )
    pulls += [Reason(code, weights.of(code)) for code, holds in plain if holds]
    return sorted((reason for reason in pulls if reason.minutes_earlier), key=_strength)


def _bounded(pulls: list[Reason]) -> list[Reason]:
    """The same, of which all together count no more than `MOST_EARLIER`: the weakest give way."""
    left = MOST_EARLIER // timedelta(minutes=1)
    if sum(reason.minutes_earlier for reason in pulls) <= left:
        return pulls
    found = []
    for reason in pulls:
        counted = min(reason.minutes_earlier, left)
        found.append(Reason(reason.code, counted, reason.params))
        left -= counted
    return found


def _strength(reason: Reason) -> int:
    return -reason.minutes_earlier


def _nearness(until: timedelta) -> float:
    """How much of its weight an event counts that is so far off: none once it is over."""
    if until < timedelta():
        return 0
    return 1 if until <= VERY_NEAR else 0.5
