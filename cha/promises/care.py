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
from collections.abc import Mapping, Sequence
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
MOST_MINUTES: Final = MOST_EARLIER // timedelta(minutes=1)

# An answer takes a while to write: whoever is due within this is for now, so that the promise is kept, not just met.
NOW: Final = timedelta(minutes=30)
SOON: Final = timedelta(hours=2)
RING_NOW: Final = 85
RING_SOON: Final = 50

Code = Literal[
    "promised", "target", "mood", "comes_back", "broken", "risk", "vulnerable", "harm", "deadline", "money", "access",
    "here", "cap",
]  # fmt: skip
# A reason and how many minutes earlier it makes it.
Pull = tuple[Code, int]
Group = Literal["now", "soon", "later", "rest"]
Urgency = Literal["calm", "soon", "now", "rest"]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reason counts, in minutes earlier, by the keys of `STANDARD`; and the longest anybody waits."""

    minutes: Mapping[str, int] = field(default_factory=lambda: STANDARD)
    cap: timedelta = CAP

    def of(self, key: str) -> int:
        """The minutes of one reason; none for what is not weighed."""
        found = self.minutes.get(key)
        return STANDARD.get(key, 0) if found is None else found


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
    due = _due(given)
    pulls = sorted([*_here(given, due), *_bounded(_pulls(given, weights))], key=_strength)
    latest = _latest(given)
    wanted = due - timedelta(minutes=sum(minutes for _code, minutes in pulls))
    base = _base(given)
    if wanted > latest:
        base = Reason("cap", 0, {"hours": given.cap // timedelta(hours=1), **base.params})
    return Care(min(wanted, latest), (*(_reason(code, minutes, given) for code, minutes in pulls), base))


def at_of(given: CareInput, weights: Weights = USUAL) -> datetime:
    """The moment alone, as in `care`: for putting many in order."""
    due, latest = _due(given), _latest(given)
    earlier = min(sum([minutes for _code, minutes in _pulls(given, weights)]), MOST_MINUTES)
    if given.present:
        earlier += _here(given, due)[0][1]
    wanted = due - timedelta(minutes=earlier) if earlier else due
    return min(wanted, latest)


def in_order(people: Sequence[tuple[int, CareInput]], weights: Weights = USUAL) -> list[int]:
    """The ids of conversations, with what is known of each, in care order."""
    # `order`, with a number for the moment: comparing five thousand pairs of moments costs more than finding them.
    keys = [(at_of(given, weights).timestamp(), given.waiting_since, pk) for pk, given in people]
    return [pk for _at, _since, pk in sorted(keys)]


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


def _due(given: CareInput) -> datetime:
    return given.promised_by or given.waiting_since + given.target


def _latest(given: CareInput) -> datetime:
    latest = given.waiting_since + given.cap
    promised = given.promised_by
    return promised if promised and promised > latest else latest


def _base(given: CareInput) -> Reason:
    if given.promised_by:
        return Reason("promised", 0, {"by": given.promised_by.isoformat()})
    return Reason("target", 0, {"within": given.target // timedelta(minutes=1)})


def _here(given: CareInput, due: datetime) -> list[Pull]:
    if not given.present:
        return []
    late = max(due - given.waiting_since - HERE, timedelta())
    return [("here", math.ceil(late / timedelta(minutes=1)) + FOR_HERE)]


def _pulls(given: CareInput, weights: Weights) -> list[Pull]:
    """Every reason that counts something, with its minutes."""
    of = weights.of
    pulls: list[Pull] = []
    if given.mood in MOODS:
        pulls.append(("mood", of(given.mood)))
    if given.contacts > 1:
        pulls.append(("comes_back", of("comes_back") * min(given.contacts - 1, MOST_TIMES_BACK)))
    if given.event_on:
        near = _nearness(given.event_on - given.waiting_since.date())
        pulls.append(("deadline", int(of("deadline") * near)))
    if plain := _plain(given):
        pulls.extend((code, of(code)) for code in plain)
    return [pull for pull in pulls if pull[1]] if pulls else pulls


def _plain(given: CareInput) -> list[Code]:
    held: list[Code] = []
    if given.harm:
        held.append("harm")
    if given.fresh_promise_broken:
        held.append("broken")
    if given.at_risk:
        held.append("risk")
    if given.vulnerable:
        held.append("vulnerable")
    if given.money:
        held.append("money")
    if given.access:
        held.append("access")
    return held


def _bounded(pulls: list[Pull]) -> list[Pull]:
    """The strongest first, all together no more than `MOST_EARLIER`: the weakest give way."""
    left = MOST_MINUTES
    found: list[Pull] = []
    for code, minutes in sorted(pulls, key=_strength):
        found.append((code, min(minutes, left)))
        left -= found[-1][1]
    return found


def _reason(code: Code, minutes: int, given: CareInput) -> Reason:
    match code:
        case "mood":
            return Reason(code, minutes, {"mood": str(given.mood)})
        case "comes_back":
            return Reason(code, minutes, {"contacts": given.contacts})
        case "deadline" if given.event_on:
            return Reason(code, minutes, {"what": given.event, "by": given.event_on.isoformat()})
        case _other:
            return Reason(code, minutes)


def _strength(pull: Pull) -> int:
    return -pull[1]


def _nearness(until: timedelta) -> float:
    """How much of its weight an event counts that is so far off: none once it is over."""
    if until < timedelta():
        return 0
    return 1 if until <= VERY_NEAR else 0.5
