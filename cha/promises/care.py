"""The care order: who is served first, with the reasons in words.

A waiting conversation has one fixed moment, `Care.at`, by which it should be served. It is computed only when something
about the conversation changes and is kept as a column, so the queue is read from an index, smallest first; time passing
alone never reorders it.

    at = min(due − minutes earlier, latest)
    due = what was promised, else waiting_since + target
    latest = waiting_since + cap, or what was promised where that is later

What pulls it earlier: feelings, having to come back, a broken promise, being vulnerable, each with a fixed number of
minutes. All of it together is at most `MOST_EARLIER`, so somebody who has waited that much longer always goes first:
nobody is overtaken for ever.

Somebody who is there in the chat waits minutes, not hours: they are pulled to `HERE` after their words, and `FOR_HERE`
further, whatever an answer by mail may take. It is never before their own words by more than `MOST_EARLIER` and
`FOR_HERE`: whoever has been due for that long goes first all the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.language.times import by_when, span

CAP: Final = timedelta(hours=24)
MOODS: Final = {"grieving": 90, "upset": 60, "hostile": 30, "worried": 20}
BROKEN: Final = 90
VULNERABLE: Final = 60
COMES_BACK: Final = 25
MOST_COMES_BACK: Final = 75
HERE: Final = timedelta(minutes=3)
FOR_HERE: Final = 60
MOST_EARLIER: Final = timedelta(minutes=max(MOODS.values()) + BROKEN + VULNERABLE + MOST_COMES_BACK)

# An answer takes a while to write: whoever is due within this is for now, so that the promise is kept, not just met.
NOW: Final = timedelta(minutes=30)
SOON: Final = timedelta(hours=2)
RING_NOW: Final = 85
RING_SOON: Final = 50

Code = Literal["promised", "target", "mood", "comes_back", "broken", "vulnerable", "here", "cap"]
Group = Literal["now", "soon", "later", "rest"]
Urgency = Literal["calm", "soon", "now", "rest"]


@dataclass(frozen=True, slots=True)
class CareInput:
    """What the care order looks at.

    waiting_since: the first message that nobody has answered. target: how long an answer takes when nothing was
    promised. mood: a word of the guide, or None. contacts: how often they have written about this, this time included.
    fresh_promise_broken: we broke a promise in this conversation and have not put it right. cap: the longest anybody
    waits, whatever the others feel. present: they are there in the chat now.
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


def care(given: CareInput) -> Care:
    """The place of one waiting conversation, from its own facts alone."""
    due = given.promised_by or given.waiting_since + given.target
    pulls = sorted(_pulls(given, due), key=lambda reason: -reason.minutes_earlier)
    latest = max(given.waiting_since + given.cap, given.promised_by or given.waiting_since)
    wanted = due - timedelta(minutes=sum(reason.minutes_earlier for reason in pulls))
    base = _base(given)
    if wanted > latest:
        base = Reason("cap", 0, {"hours": given.cap // timedelta(hours=1)})
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


def sentence(
    reason: Reason, language: str = "en", *, now: datetime, zone: str, name: str = "", hour12: bool = False
) -> str:
    """A reason in words for the members. name: what they are called; without one, nobody's gender is guessed."""
    with override(language):
        who = name or _("This person")
        match reason.code:
            case "promised":
                by = datetime.fromisoformat(str(reason.params["by"]))
                said = by_when(by, now=now, zone=zone, language=language, hour12=hour12)
                return _("We promised an answer %(by_when)s.") % {"by_when": said}
            case "target":
                within = span(timedelta(minutes=int(reason.params["within"])), language)
                return _("Nothing was promised yet; we answer here within %(span)s.") % {"span": within}
            case "mood":
                return _mood(str(reason.params["mood"])) % {"who": who}
            case "comes_back":
                times = _times(int(reason.params["contacts"]))
                return _("%(who)s has written %(times)s about this.") % {"who": who, "times": times}
            case "broken":
                return _("We broke a promise to %(who)s.") % {"who": name or _("this person")}
            case "vulnerable":
                return _("%(who)s asked for more care, or needs it.") % {"who": who}
            case "here":
                return _("%(who)s is in the chat now.") % {"who": who}
            case "cap":
                return _("Nobody waits longer than %(hours)s hours.") % {"hours": reason.params["hours"]}


def _base(given: CareInput) -> Reason:
    if given.promised_by:
        return Reason("promised", 0, {"by": given.promised_by.isoformat()})
    return Reason("target", 0, {"within": given.target // timedelta(minutes=1)})


def _pulls(given: CareInput, due: datetime) -> list[Reason]:
    pulls = []
    if given.present:
        late = max(due - given.waiting_since - HERE, timedelta())
        pulls.append(Reason("here", math.ceil(late / timedelta(minutes=1)) + FOR_HERE))
    if earlier := MOODS.get(given.mood or ""):
        pulls.append(Reason("mood", earlier, {"mood": str(given.mood)}))
    if given.contacts > 1:
        earlier = min(COMES_BACK * (given.contacts - 1), MOST_COMES_BACK)
        pulls.append(Reason("comes_back", earlier, {"contacts": given.contacts}))
    if given.fresh_promise_broken:
        pulls.append(Reason("broken", BROKEN))
    if given.vulnerable:
        pulls.append(Reason("vulnerable", VULNERABLE))
    return pulls


def _mood(mood: str) -> str:
    match mood:
        case "grieving":
            return _("%(who)s is grieving.")
        case "hostile":
            return _("%(who)s is so angry that the words hurt.")
        case "worried":
            return _("%(who)s sounds worried.")
        case _other:
            return _("%(who)s sounds upset.")


def _times(contacts: int) -> str:
    said = {2: _("twice"), 3: _("three times"), 4: _("four times"), 5: _("five times"), 6: _("six times")}
    return said.get(contacts) or _("%(count)s times") % {"count": contacts}
