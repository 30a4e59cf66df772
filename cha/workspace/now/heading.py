"""What stands over a conversation: who it is and how they are, and what was promised until it is kept.

Both are the same for every reader, so the page and live show the same pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.conversations.models import Conversation, State, erased_on
from cha.conversations.models.putting_aside import LYING
from cha.core.ids import encode
from cha.language.times import ago, by_when, clock, said, span
from cha.promises.care import ring
from cha.promises.models import Promise
from cha.promises.models.promise import ANSWER, HOLD
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, Row, due_of, iso, urgency_of

PLEDGES = 2


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise as the bar under the head says it."""

    words: str
    until: str
    left: str
    state: str
    renegotiate: str
    keep: str
    call: str = ""


def head(conversation: Conversation, moment: Moment) -> dict[str, Any]:
    """What `_head.html` shows."""
    since, due = conversation.waiting_since, due_of(_row(conversation))
    person = conversation.person
    return {
        "conversation": conversation,
        "person": person,
        "public": encode(conversation.pk),
        "moods": [(kind, words.mood_words(kind)) for kind in words.MOODS],
        "mood_words": words.mood_words(conversation.mood),
        "language": _language(conversation, moment),
        "since": iso(since),
        "until": iso(due) if since else "",
        "steep": ring(since, due, moment.at),
        "urgency": urgency_of(_row(conversation), moment.at),
        "waits": ago(moment.at - since, moment.language) if since else "",
        "state": words.state_words(conversation.state),
        "snoozed": _snoozed(conversation, moment),
        "clock": _clock(person.zone, moment),
        "place": person.zone.rpartition("/")[2].replace("_", " "),
        "keeper": conversation.assignee.first_name if conversation.assignee else "",
        "team": conversation.team.name if conversation.team else "",
        "open": conversation.is_open,
        "done": conversation.state in (State.PUT_RIGHT, State.CONFIRMED),
        "aside": conversation.state in LYING,
        "erased": _erased(conversation, moment),
        "blocks": ""
        if conversation.state in LYING or not words.comes_by_mail(conversation.medium)
        else conversation.person.first_name,
    }


def _language(conversation: Conversation, moment: Moment) -> str:
    """Their language, where it is not the one that the screen is in."""
    code = conversation.language.split("-")[0]
    return words.language_words(code) if code and code != moment.language.split("-")[0] else ""


def _clock(zone: str, moment: Moment) -> str:
    """Their time of day, where it is not the house's."""
    if not zone:
        return ""
    theirs = clock(moment.at, zone=zone, language=moment.language)
    return theirs if theirs != clock(moment.at, zone=moment.zone, language=moment.language) else ""


def _row(conversation: Conversation) -> Row:
    values: Any = {
        "promise_state": conversation.promise_state,
        "waiting_since": conversation.waiting_since,
        "next_promise_at": conversation.next_promise_at,
        "care_reasons": conversation.care_reasons,
    }
    found: Row = values
    return found


def _snoozed(conversation: Conversation, moment: Moment) -> str:
    until = conversation.snoozed_until
    return said(until, now=moment.at, zone=moment.zone, language=moment.language) if until else ""


def _erased(conversation: Conversation, moment: Moment) -> str:
    """When what lies in the trash is erased."""
    until = erased_on(conversation)
    return said(until, now=moment.at, zone=moment.zone, language=moment.language) if until else ""


def pledges(conversation: Conversation, promises: Sequence[Promise], moment: Moment) -> list[Pledge]:
    """The promises that are open here, soonest first; the last broken one while nothing else is promised.

    An answer that was promised is not asked for again while the answer is held for undo: the turn is theirs then, and
    its going out keeps the promise.
    """
    here = [promise for promise in promises if promise.conversation_id == conversation.pk]
    if conversation.state == State.THEIRS:
        here = [promise for promise in here if promise.kind != ANSWER or promise.state != Promise.State.OPEN]
    open_ones = sorted((p for p in here if p.state == Promise.State.OPEN), key=lambda promise: promise.by)
    if open_ones:
        return [_pledge(promise, moment) for promise in open_ones[:PLEDGES]]
    broken = [p for p in here if p.state == Promise.State.BROKEN]
    return [_pledge(broken[0], moment)] if broken and conversation.promise_state == "broken" else []


def _pledge(promise: Promise, moment: Moment) -> Pledge:
    place = [promise.conversation_id, promise.pk]
    broken = promise.state == Promise.State.BROKEN
    left = promise.by - moment.at
    tell = _("%s left") if left.total_seconds() >= 0 else _("%s over")
    return Pledge(
        words=sentence_of(promise, moment),
        until="" if broken else iso(promise.by),
        left=tell.replace("%s", span(abs(left), moment.language)),
        state="broken" if broken else "risk" if promise.at_risk_at else "open",
        renegotiate="" if broken else reverse("new-time", args=place),
        keep="" if broken or promise.kind in (ANSWER, HOLD) else reverse("keeping", args=place),
        call=reverse("calls", args=place[:1]) if promise.kept_by == Promise.KeptBy.CALL and not broken else "",
    )


def sentence_of(promise: Promise, moment: Moment) -> Markup:
    """A promise in a sentence: who, what, by when."""
    when = by_when(promise.by, now=moment.at, zone=moment.zone, language=moment.language)
    values = {
        "who": promise.keeper.first_name if promise.keeper else "",
        "what": _apart(promise.words),
        "when": when,
    }
    if promise.state == Promise.State.BROKEN:
        values["what"] = _apart(promise.words) or (_("back in the chat") if promise.kind == HOLD else _("an answer"))
        pattern = _("Broken: <b>%(what)s %(when)s</b>")
    elif promise.kind == ANSWER:
        pattern = _("We promised <b>an answer %(when)s</b>")
    elif promise.kind == HOLD:
        values["who"] = values["who"] or _("Cha")
        pattern = _("%(who)s looks into it: <b>back in the chat %(when)s</b>")
    elif promise.keeper:
        pattern = _("%(who)s promised: <b>%(what)s, %(when)s</b>")
    else:
        pattern = _("We promised: <b>%(what)s, %(when)s</b>")
    # The pattern is ours; what stands in it is escaped.
    return Markup(pattern) % values  # noqa: S704


def _apart(words: str) -> Markup | str:
    """Words in whatever language, so that they turn nothing of the sentence around them."""
    return Markup("<bdi>%s</bdi>") % words if words else ""
