"""The heads-up and the apology as they are drafted: from a promise to words in the person's language, and a new time.

Nothing is written here. `warning.py` and `apologising.py` send what a member read and perhaps changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.utils.translation import gettext as _

from cha.channels.models import channel_of
from cha.channels.ways import Way, usual_way
from cha.conversations.models import Conversation, Kind, Message
from cha.core.clock import now
from cha.core.hours import add
from cha.language.times import promise_rounded
from cha.people.preferences import preferences_of
from cha.people.zones import their_zone
from cha.promises.acknowledgement.heads_up import Slipping, slipping_words
from cha.promises.acknowledging import forecast
from cha.promises.lead import usual_lead
from cha.promises.models import Promise
from cha.promises.models.promise import ANSWER, HOLD
from cha.team.models import Member, brand

# So much later than what was said, at least: who is told twice is not told at all.
LATER: Final = timedelta(minutes=30)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HeadsUp:
    """Words to the person, in `language`, and the new time in them (aware, UTC). known: what a member said of why."""

    text: str
    language: str
    new_by: datetime
    known: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What waits for a member at a promise. why_not: in words, why they cannot send it; "" where they can."""

    what: Literal["warn", "apologise"]
    words: HeadsUp
    why_not: str = ""


def heads_up(
    promise: Promise,
    at: datetime,
    *,
    known: str = "",
    gesture: str = "",
    new_by: datetime | None = None,
    named: bool = True,
) -> HeadsUp:
    """Draft that it takes longer; after its time, that we are sorry. `new_by` is a time that was chosen.

    `gesture` is a sentence of what is offered for the wait, "" for nothing; `named`: they are greeted by their name.
    """
    conversation, channel = promise.conversation, channel_of(promise.conversation)
    face = channel.brand if channel else brand()
    language = conversation.language or (face.language if face else "en")
    by, way = new_by or new_time(promise, at), usual_way(conversation)
    said = Slipping(
        by=promise.by,
        new_by=by,
        now=at,
        zone=their_zone(conversation.person, face),
        language=language,
        what="" if promise.kind == ANSWER else promise.words,
        name=conversation.person.first_name if named and conversation.person.name else "",
        familiar=preferences_of(conversation.person).formality == "familiar",
        known=known,
        gesture=gesture,
        letter=way is None or way.can.letter,
        over=promise.state == Promise.State.BROKEN or promise.by <= at,
    )
    return HeadsUp(slipping_words(said), language, by, known)


def new_time(promise: Promise, at: datetime) -> datetime:
    """A time that holds: what would be promised now, and never so near the old one that it slips again."""
    conversation, channel = promise.conversation, channel_of(promise.conversation)
    more = max(usual_lead(promise.kind, conversation.topic) or LATER, LATER)
    from_when = max(promise.by, at)
    if channel is None:
        return from_when + DAY
    hours = channel.hours()
    later = promise_rounded(add(hours, from_when, more) or from_when + more, now=at, zone=hours.zone)
    return max(forecast(channel, at, conversation.topic).by, later)


def drafted(promise: Promise, member: Member, at: datetime | None = None) -> Drafted | None:
    """What waits for this member at a promise: a heads-up while it is at risk, an apology once it is broken.

    None where nothing waits. Whether they may see the conversation is asked before.
    """
    what = waits(promise)
    if what is None:
        return None
    return Drafted(what, heads_up(promise, at or now()), why_not(promise.conversation, member))


def waits(promise: Promise) -> Literal["warn", "apologise"] | None:
    """Whether words wait at a promise. Somebody who wrote to them since it broke has found their own."""
    if promise.kind == HOLD or not promise.conversation.is_open:
        return None
    if promise.state == Promise.State.OPEN and promise.at_risk_at and promise.by > now():
        return "warn"
    if promise.state != Promise.State.BROKEN or promise.moved_to_id:
        return None
    said = Message.objects.filter(conversation_id=promise.conversation_id, kind=Kind.SAID, author_kind="member")
    return None if said.filter(at__gte=promise.by).exists() else "apologise"


def why_not(conversation: Conversation, member: Member) -> str:
    """Why a member cannot send words to the person now; "" where they can."""
    if not member.answers:
        return _("Your role looks on here. Somebody who answers can send it.")
    return unreached(conversation, usual_way(conversation))


def unreached(conversation: Conversation, way: Way | None) -> str:
    """Why nothing that is written reaches the person; "" where it does."""
    if way is None:
        sentence = _("There is no address that reaches %(name)s. Ring them, then agree the new time.")
        return sentence % {"name": conversation.person.first_name}
    return way.why_not
