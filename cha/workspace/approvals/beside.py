"""What is asked for in a conversation, over its story: who has it, since when, and what they said, until it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cha.conversations.models import Conversation, Kind, Message
from cha.core.queries import asked
from cha.language.times import by_when, clock
from cha.resolutions.approvals.approving import ASKS
from cha.resolutions.approvals.story import question_of
from cha.resolutions.models import Approval
from cha.team.models import Member
from cha.workspace.approvals.cards import instead_words
from cha.workspace.now.rows import Moment

# So long an answer stands over the story, where nobody tells the person.
_SHOWN: Final = timedelta(days=2)
State = Approval.State


@dataclass(frozen=True, slots=True)
class Beside:
    """One ask. `quote` is what was said with the answer; `back`: the reader asked, and may take it back.

    `onward`: where a "no" is said well to the person, begun with what is known.
    """

    id: int
    tone: str
    icon: str
    head: str
    rest: str
    quote: str = ""
    back: bool = False
    decides: bool = False
    onward: str = ""


def beside(conversation: Conversation, reader: Member, at: Moment) -> tuple[Beside, ...]:
    """What is open there, and what was answered since the person was last written to."""
    rows = [row for row in _of(conversation.pk) if row.answered_at is None or at.at - row.answered_at < _SHOWN]
    answered = [row for row in rows if row.state != State.OPEN]
    last = _last_said(conversation.pk) if answered else None
    shown = [row for row in rows if row.answered_at is None or last is None or last.at < row.answered_at]
    return tuple(_open(row, reader, at) if row.state == State.OPEN else _said(row, at) for row in shown)


def _open(row: Approval, reader: Member, at: Moment) -> Beside:
    has = row.stand_in or row.to
    names = {"name": has.first_name if has else _("A lead"), "time": clock(row.asked_at, zone=at.zone)}
    question = question_of(row, row.asked_by.first_name if row.asked_by else _("Cha"))
    told = row.promise_id is not None
    when = by_when(row.by, now=at.at, zone=at.zone, language=at.language) if row.by else ""
    knows = _("They know that they hear %(when)s.") % {"when": when} if told else _("They were not told of it yet.")
    decides = reader.leads and row.asked_by_id != reader.pk
    return Beside(
        row.pk,
        "honey",
        "hourglass",
        _("%(name)s has it, since %(time)s.") % names,
        f"{question} {knows}",
        back=row.asked_by_id == reader.pk,
        decides=decides or reader.pk in (row.to_id, row.stand_in_id),
    )


def _no(row: Approval, at: Moment) -> str:
    known = {"wanted": row.words, "because": "policy", "reason": row.answer}
    instead = {"instead": instead_words(row, at.language)} if row.instead else {}
    return f"{reverse('saying-no', args=[row.conversation_id])}?{urlencode({**known, **instead})}"


def _said(row: Approval, at: Moment) -> Beside:
    name = row.answered_by.first_name if row.answered_by else ""
    if row.state == State.OTHER:
        rest = instead_words(row, at.language)
        head = _("%(name)s would rather another way:") % {"name": name}
        return Beside(row.pk, "leaf", "split", head, rest, row.answer)
    if row.state == State.NO:
        rest = _("Instead: %(what)s") % {"what": instead_words(row, at.language)} if row.instead else ""
        return Beside(
            row.pk, "mist", "minus", _("%(name)s said no.") % {"name": name}, rest, row.answer, onward=_no(row, at)
        )
    rest = question_of(row, row.asked_by.first_name if row.asked_by else _("Cha"))
    head = _("%(name)s said yes.") % {"name": name} if name else _("Nobody answered in time: it is yours to decide.")
    return Beside(row.pk, "leaf", "check", head, rest, row.answer)


@asked(int)
def _of(conversation: int) -> QuerySet[Approval]:
    rows = Approval.objects.filter(conversation_id=conversation).exclude(state__in=("back", "over"))
    return rows.select_related("asked_by", "to", "stand_in", "answered_by").order_by("-id")[:6]


def _last_said(conversation: int) -> Message | None:
    """The last words of a member to the person; that a yes is asked for is none."""
    said = Message.objects.filter(conversation_id=conversation, kind=Kind.SAID, author_kind="member").order_by("-pk")
    return next((message for message in said[:4] if ASKS not in message.extra), None)
