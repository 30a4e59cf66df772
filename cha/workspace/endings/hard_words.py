"""The dialog "Hard words": what the person needs, our line, distance; and who could answer instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.conversations.models import Conversation, Message
from cha.core.clock import now
from cha.language.times import by_when
from cha.people.models import Fact
from cha.promises.models import Promise
from cha.resolutions.endings.behind import honest_time
from cha.resolutions.endings.bounding import PAUSE, line_said, second_voice, standing
from cha.resolutions.endings.words import language_of, line_words
from cha.team.models import Brand, Member, brand
from cha.workspace.endings.words import Standing, standing_words
from cha.workspace.now.fact_words import fact_words
from cha.workspace.now.rows import Moment
from cha.workspace.now.words import language_words, topic_words


@dataclass(frozen=True, slots=True)
class HardWords:
    """What the dialog shows. `line` is drafted in `language`; `said`: our line was said already.

    second: who could answer instead. promised: what stays ours, in a sentence. currency: of what goes back.
    """

    need: str
    folded: str
    line: str
    language: str
    language_words: str
    line_in_ours: str
    said: bool
    second: Member | None
    lead: Member | None
    promised: str
    standing: tuple[Standing, ...]
    currency: str
    paused: bool


def hard_words(conversation: Conversation, reader: Member, at: Moment) -> HardWords:
    """The values of the dialog for a reader, who is never shown the words themselves."""
    face, second = brand(), second_voice(reader)
    language = language_of(conversation)
    same = language.split("-")[0] == at.language.split("-")[0]
    stands = standing(conversation)
    return HardWords(
        need=_need(conversation),
        folded=_folded(conversation),
        line=line_words(conversation),
        language=language,
        language_words="" if same else language_words(language),
        line_in_ours="" if same else _("We will put this right. For that we ask for words we can both work with."),
        said=line_said(conversation) is not None,
        second=second,
        lead=second if second and second.leads else None,
        promised=promised_words(conversation, at),
        standing=tuple(standing_words(row, reader, at) for row in stands),
        currency=_currency(face),
        paused=any(row.step == "pause" for row in stands),
    )


def pause_times(conversation: Conversation) -> datetime:
    """By when whoever writes in a pause that begins now is answered (aware)."""
    return honest_time(conversation, now() + PAUSE)


def _currency(face: Brand | None) -> str:
    return face.currency if face else "EUR"


def _need(conversation: Conversation) -> str:
    """What they want, without the words: what was noted of it, and the facts they gave."""
    gist = conversation.gist or (topic_words(conversation.topic) if conversation.topic else "")
    rows = Fact.objects.filter(conversation_id=conversation.pk, corrected_by=None).order_by("id")[:3]
    facts = ", ".join(fact_words(row) for row in rows)
    said = ". ".join(part for part in (gist, facts) if part)
    return f"{said}." if said else _("Nothing is noted of it yet: a colleague can look.")


def _folded(conversation: Conversation) -> str:
    count = Message.objects.filter(conversation=conversation, mood__kind="hostile").count()
    words = ngettext("%(num)s message stays folded.", "%(num)s messages stay folded.", count)
    return words % {"num": count} if count else ""


def promised_words(conversation: Conversation, at: Moment) -> str:
    """What is promised next, as what stays; "" for nothing."""
    row = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN).order_by("by").first()
    if row is None:
        return ""
    when = by_when(row.by, now=at.at, zone=at.zone, language=at.language)
    return _("The promise %(when)s stays ours, whoever answers.") % {"when": when}
