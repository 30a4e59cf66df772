"""Holding: "May I look into it for two minutes?" is a promise to be back in the chat by a moment.

It stays our turn, and what was promised as an answer stands. Whoever asked is reminded, as for every promise. When the
moment comes without a word from a member, the promise is broken and Cha says sorry, with a new time: once. Whatever a
member says then settles it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext, override

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, Kind, Message, say
from cha.conversations.models.conversation import OPEN
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ledger import Event, record
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.language.times import clock
from cha.people.zones import their_zone
from cha.promises.models import Promise, make_promise, release_promise, renegotiate
from cha.promises.models.promise import HOLD
from cha.team.models import Member

USUAL: Final = 2
MOST: Final = 60
# So much more is asked for with the apology, at least.
MORE: Final = timedelta(minutes=3)


def back_at(minutes: int, at: datetime) -> datetime:
    """When somebody is back who looks into it for so many minutes: on a whole minute, never earlier than said."""
    return _whole(at + timedelta(minutes=minutes))


def asking_words(minutes: int, language: str) -> str:
    """What is asked of the person, in their language. The moment itself is shown beside it, wherever it is read."""
    with override(language or "en"):
        words = ngettext("May I look into it for a minute?", "May I look into it for %(num)s minutes?", minutes)
        return words.replace("%(num)s", str(minutes))


def sorry_words(conversation: Conversation, until: datetime) -> str:
    """What Cha says when the time has passed: in their language, on their clock."""
    zone = their_zone(conversation.person)
    with override(conversation.language or "en"):
        time = clock(until, zone=zone, language=conversation.language or "en")
        return gettext("Sorry, it takes longer. Back by %(time)s.") % {"time": time}


def open_hold(conversation_id: int) -> Promise | None:
    """The promise to be back that stands in a conversation; None when nobody looks into it."""
    return next(iter(_open_holds(conversation_id)), None)


@asked(int)
def _open_holds(conversation: int) -> QuerySet[Promise]:
    holds = Promise.objects.filter(conversation_id=conversation, kind=HOLD, state=Promise.State.OPEN)
    return holds.select_related("keeper").order_by("-by")[:1]


@verb
def ask_for_time(
    conversation: Conversation,
    minutes: int,
    text: str,
    *,
    by: Member,
    channel_id: int | None = None,
    once: str = "",
    at: datetime | None = None,
) -> Message:
    """Say `text`, and promise to be back in so many minutes (1 to 60). Asking again before then moves the promise.

    Raises Invalid for other minutes or no words, Refused and NotFound as `say` does.
    """
    if not 1 <= minutes <= MOST:
        raise Invalid("Ask for one to sixty minutes. For longer, promise a time.", field="minutes")
    locked, at = must_answer(conversation, by), at or now()
    until, before = back_at(minutes, at), open_hold(locked.pk)
    said = {"hold": timedelta(0), "channel_id": channel_id, "once": once, "at": at, "asks_until": until}
    message = say(locked, text, by=by, **said)  # type: ignore[arg-type]
    if message.at == at:
        if before:
            renegotiate(before, until, by=by)
        else:
            make_promise(locked, until, by=by, kind=HOLD, keeper=by, at=at)
        record("time.asked", by=by, on=message, conversation=locked.pk, person=locked.person_id, minutes=minutes)
    conversation.refresh_from_db()
    return message


def is_hold(event: Event) -> bool:
    """For the wiring: the promise was one to be back."""
    return bool(event.facts.get("kind") == HOLD)


@task("promises.say_sorry", rank=1)
def say_sorry(promise_id: int) -> None:
    """A promise to be back was broken: apologise, with as much time again. Twice is once."""
    promise = Promise.objects.select_related("conversation__person").filter(pk=promise_id).first()
    if promise and promise.state == Promise.State.BROKEN:
        until = _whole(now() + max(promise.by - promise.made_at, MORE))
        apologise(promise, until, sorry_words(promise.conversation, until))


@verb
def apologise(broken: Promise, until: datetime, words: str) -> Message | None:
    """Say sorry for a promise to be back, and promise the next moment. None when somebody spoke since, or Cha did."""
    conversation = Conversation.objects.locked(broken.conversation_id)
    asked = Message.objects.filter(conversation=conversation, kind=Kind.SAID).order_by("-pk").first()
    if asked is None or asked.author_kind != "member" or "hold_until" not in asked.extra:
        return None
    if conversation.state not in OPEN or "withdrawn_at" in asked.extra:
        return None
    at = now()
    make_promise(conversation, until, by=CHA, kind=HOLD, keeper=broken.keeper, at=at)
    way = asked.extra.get("channel") or asked.channel_id
    extra = {"sorry_for": asked.pk, "hold_until": until.isoformat(), **({"channel": way} if way else {})}
    message = say_beside(conversation, words, over=asked, extra=extra, at=at)
    release(message)
    return message


def taken_back(event: Event) -> None:
    """Reaction: who takes back that they look into it owes nothing more for it."""
    message = Message.objects.filter(pk=event.subject_id).first()
    promise = open_hold(message.conversation_id) if message and "hold_until" in message.extra else None
    if promise:
        release_promise(promise, by=CHA)


def _whole(at: datetime) -> datetime:
    """The next whole minute, as a clock says it."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)
