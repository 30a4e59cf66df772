"""A member's own sentence that promises: read from the draft, looked at by the guard, kept where they say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zlib import crc32

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.channels.models import channel_of
from cha.conversations.models import Conversation, Later, Message, say, say_later
from cha.core.actor import CHA
from cha.core.hours import Hours, always
from cha.core.ledger import Event
from cha.core.verbs import verb
from cha.language.detect import detect
from cha.language.times import clock
from cha.promises.guard import Verdict
from cha.promises.guarding import Ground, grounds
from cha.promises.models import Promise, make_promise, release_promise
from cha.promises.understanding.promising import Vow, promises_in
from cha.team.models import Member, brand

# What keeps what is promised so; all else is kept by hand.
KEPT_BY: Final = {
    "answer": Promise.KeptBy.ANSWER,
    "call": Promise.KeptBy.CALL,
    "refund": Promise.KeptBy.REMEDY,
    "replace": Promise.KeptBy.REMEDY,
}
MOST: Final = 4
_CLOCK: Final = re.compile(
    r"\b(?:noon|midday|midi|mittags?|mediodía|(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d(?:\s?[ap]\.?m\b)?|\d{1,2}\s?(?:[ap]\.?m\b|uur|h|Uhr))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A promise in a draft. key: which one it is, while its words stay. verdict: None where no moment can be said.

    instead: the draft with the nearest time that holds in its words; "" where the words cannot be changed so.
    """

    key: str
    vow: Vow
    verdict: Verdict | None
    zone: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One that the member keeps as a promise, by a moment that they saw."""

    vow: Vow
    by: datetime
    zone: str = ""


def promised_in(conversation: Conversation, draft: str, member: Member, at: datetime) -> tuple[Found, ...]:
    """What a member's draft promises the person if it is said at `at`, in its order; at most four.

    A draft that promises nothing costs no query but the channel's.
    """
    if not draft.strip():
        return ()
    hours = _hours(conversation)
    zone = conversation.person.zone or hours.zone
    language = detect(draft, hint=conversation.language or None).code
    vows = promises_in(draft, now=at, zone=zone, language=language, hours=hours)[:MOST]
    if not vows:
        return ()
    grounded = _Grounds(conversation, member, at, max((vow.by for vow in vows if vow.by), default=at))
    found = []
    for vow in vows:
        verdict = grounded.of(vow).verdict(vow.by) if vow.by else None
        instead = _instead(draft, vow, verdict, at, zone, language, hours) if verdict and not verdict.ok else ""
        found.append(Found(_key(vow, draft[vow.start : vow.end]), vow, verdict, zone, instead))
    return tuple(found)


@dataclass(slots=True)
class _Grounds:
    """What the guard rests on, gathered once for each way of keeping a promise."""

    conversation: Conversation
    member: Member
    at: datetime
    until: datetime
    known: dict[str, Ground] = field(default_factory=dict)

    def of(self, vow: Vow) -> Ground:
        kept_by = KEPT_BY.get(vow.what, Promise.KeptBy.HAND)
        if kept_by not in self.known:
            made = grounds(self.conversation, [self.member], self.at, until=self.until, kept_by=kept_by)
            self.known[kept_by] = made[self.member.pk]
        return self.known[kept_by]


def _instead(draft: str, vow: Vow, verdict: Verdict, at: datetime, zone: str, language: str, hours: Hours) -> str:
    """The draft with the nearest time in the place of the one it says; "" where it would not be read as that."""
    times = list(_CLOCK.finditer(draft, vow.start, vow.end))
    if verdict.nearest is None or len(times) != 1:
        return ""
    words = clock(verdict.nearest, zone=zone, language=language)
    changed = draft[: times[0].start()] + words + draft[times[0].end() :]
    again = promises_in(changed, now=at, zone=zone, language=language, hours=hours)
    return changed if any(one.start == vow.start and one.by == verdict.nearest for one in again) else ""


@verb
def say_and_promise(
    conversation: Conversation, text: str, chosen: Sequence[Chosen], *, by: Member, **goes: Any
) -> Message:
    """A member's answer, with what it promises made a promise where they said so. `goes` and what it raises: see `say`.

    The person hears of it when the answer goes; taken back before then, the promise goes with it.
    """
    message = say(conversation, text, by=by, **goes)
    _promise(conversation, chosen, by, message.pk, message.held_until or message.at)
    return message


@verb
def say_later_and_promise(
    conversation: Conversation, text: str, goes_at: datetime, chosen: Sequence[Chosen], *, by: Member, **goes: Any
) -> Later:
    """The same for an answer that is said at `goes_at`; see `say_later`. Until then the promise is that answer's."""
    later = say_later(conversation, text, goes_at, by=by, **goes)
    _promise(conversation, chosen, by, later.pk, goes_at)
    return later


def later_said(event: Event) -> None:
    """Reaction: an answer for later went. What it promised is told, and is the message's from now on."""
    said = Message.objects.filter(pk=int(str(event.facts["message"]))).first()
    if said:
        Promise.objects.filter(message=event.subject_id).update(message=said.pk, told_at=said.at)


def later_ended(event: Event) -> None:
    """Reaction: an answer for later was taken back. What it promised was not said."""
    for promise in Promise.objects.filter(message=event.subject_id, state=Promise.State.OPEN):
        release_promise(promise, by=CHA)


def _promise(conversation: Conversation, chosen: Sequence[Chosen], by: Member, message: int, told_at: datetime) -> None:
    for one in chosen:
        make_promise(
            conversation,
            one.by,
            by=by,
            kind="other",
            words=words_of(one.vow, conversation.language),
            keeper=by,
            kept_by=KEPT_BY.get(one.vow.what, Promise.KeptBy.HAND),
            source=Promise.Source.DRAFT,
            message=message,
            zone=one.zone,
            told_at=told_at,
        )


def words_of(vow: Vow, language: str) -> str:
    """What the person reads of it on their page, beside by when: in their language, else as it was written."""
    with override(language or "en"):
        usual = {"call": _("A call"), "answer": _("An answer"), "check": _("We look into it")}
        return usual.get(vow.what) or vow.words[:1].upper() + vow.words[1:]


def _key(vow: Vow, sentence: str) -> str:
    return f"{vow.what}-{crc32(' '.join(sentence.split()).encode()):08x}"


def _hours(conversation: Conversation) -> Hours:
    channel = channel_of(conversation)
    if channel:
        return channel.hours()
    face = brand()
    return face.hours() if face else always()
