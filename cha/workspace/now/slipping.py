"""What waits at a conversation whose promise may slip, or broke: the words that are drafted, and their new time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from cha.conversations.models import Conversation
from cha.core.ids import new_id
from cha.language.times import by_when
from cha.promises.heads_up import Drafted, drafted, heads_up, waits
from cha.promises.models import Promise
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment
from cha.workspace.now.times import Choice, chosen, promise_times


@dataclass(frozen=True, slots=True)
class Slips:
    """Drafted words as `_broken.html` shows them. over: it broke. until, when: the new time in a form, and in words.

    language_words: the language of the text, "" where the reader reads in it anyway.
    """

    promise: int
    over: bool
    text: str
    language: str
    language_words: str
    until: str
    when: str
    why_not: str
    place: str
    once: str


def slipping(conversation: Conversation, member: Member, promises: Sequence[Promise], at: Moment) -> Slips | None:
    """The words that wait first: for what is at risk before what broke. None, and no query, where nothing is either."""
    for promise in _first(conversation, promises):
        found = drafted(promise, member, at.at)
        if found:
            return _slips(promise, found, at)
    return None


def _first(conversation: Conversation, promises: Sequence[Promise]) -> list[Promise]:
    mine = [one for one in promises if one.conversation_id == conversation.pk]
    for one in mine:
        one.conversation = conversation
    risk = [one for one in mine if one.state == Promise.State.OPEN and one.at_risk_at]
    broken = [one for one in mine if one.state == Promise.State.BROKEN and not one.moved_to_id]
    return [*sorted(risk, key=lambda one: one.by), *broken[:1]]


def _slips(promise: Promise, found: Drafted, at: Moment) -> Slips:
    draft = found.words
    code = draft.language.split("-")[0]
    return Slips(
        promise=promise.pk,
        over=found.what == "apologise",
        text=draft.text,
        language=draft.language,
        language_words=words.language_words(code) if code != at.language.split("-")[0] else "",
        until=iso_of(draft.new_by),
        when=by_when(draft.new_by, now=at.at, zone=at.zone, language=at.language),
        why_not=found.why_not,
        place=reverse("heads-up", args=[promise.conversation_id, promise.pk]),
        once=str(new_id(at.at)),
    )


def iso_of(moment: datetime) -> str:
    """A moment as the value of a choice."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def times_for(promise: Promise, new_by: datetime, zone: str, at: Moment) -> list[Choice]:
    """The new times to choose from: the drafted one first, then others later than what they were told."""
    more = [one for one in promise_times(at, zone) if datetime.fromisoformat(one.value) > max(promise.by, at.at)]
    first = Choice(iso_of(new_by), by_when(new_by, now=at.at, zone=zone, language=at.language))
    return [first, *(one for one in more if one.value != first.value)]


def typed(promise: Promise, form: Mapping[str, str], zone: str, at: datetime) -> tuple[str, datetime]:
    """The words and the new time of a form. Words that were left as they were drafted say the time that was chosen.

    Raises Invalid for no time.
    """
    by, text = chosen(form, zone), form.get("text", "").replace("\r\n", "\n").strip()
    if text and text != form.get("drafted", "").replace("\r\n", "\n").strip():
        return text, by
    return heads_up(promise, at, known=form.get("known", "").strip()[:500], new_by=by).text, by


def shown_draft(promise: Promise, zone: str, at: Moment) -> dict[str, Any]:
    """What the dialog shows: the drafted words, their language, the times."""
    draft = heads_up(promise, at.at)
    times = times_for(promise, draft.new_by, zone, at)
    return {"promise": promise, "draft": draft, "times": times, "zone": zone, "over": waits(promise) == "apologise"}
