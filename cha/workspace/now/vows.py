"""Promises that a draft says, under the words: kept in one press, asked about, or said that they cannot be held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cha.conversations.models import Conversation
from cha.core.errors import Invalid
from cha.language.times import by_when, clock
from cha.promises.understanding.promising import Vow
from cha.promises.vowing import Chosen, Found, promised_in
from cha.team.models import Member
from cha.workspace.now.guard_words import when_words, why
from cha.workspace.now.promising import value_of
from cha.workspace.now.rows import Moment

WORDS: Final[dict[str, str | Lazy]] = {
    "answer": gettext_lazy("You promise to write to %(name)s %(when)s."),
    "call": gettext_lazy("You promise to ring %(name)s %(when)s."),
    "send": gettext_lazy("You promise to send it to %(name)s %(when)s."),
    "deliver": gettext_lazy("You promise to bring it to %(name)s %(when)s."),
    "refund": gettext_lazy("You promise %(name)s the money back %(when)s."),
    "replace": gettext_lazy("You promise %(name)s another one %(when)s."),
    "visit": gettext_lazy("You promise to come to %(name)s %(when)s."),
    "check": gettext_lazy("You promise %(name)s to look into it %(when)s."),
    "other": gettext_lazy("You promise this to %(name)s %(when)s."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One promise as `_vows.html` shows it. keep: the value that keeps it as it says, "" where it cannot be.

    state: "holds", "asks" for a doubtful one, "when" where it says no time, "not" where it cannot be held. nearest:
    the value that keeps it by the nearest time, with its words; instead: the draft with that time in its words.
    """

    key: str
    state: str
    words: str
    said: str
    keep: str = ""
    asked: str = ""
    why: str = ""
    nearest: str = ""
    nearest_words: str = ""
    nearest_short: str = ""
    instead: str = ""
    dialog: str = ""


class NotHeld(Invalid):
    """The draft promises what cannot be held, and it was not said to whoever wrote it yet."""

    code = "vow_not_held"


def lines(conversation: Conversation, found: Sequence[Found], member: Member, at: Moment) -> tuple[Line, ...]:
    """What `_vows.html` shows of what was found."""
    return tuple(_line(conversation, one, member, at) for one in found)


def must_be_looked_at(
    conversation: Conversation, draft: str, form: QueryDict, member: Member, at: Moment, *, goes: datetime | None = None
) -> tuple[Chosen, ...]:
    """What is kept as a promise, as the form says. goes: when the draft is said, where that is later.

    Raises NotHeld, with what to show, where a plain promise cannot be held and that was not shown yet.
    """
    found = promised_in(conversation, draft, member, goes or at.at)
    shown = set(form.getlist("vowed"))
    news = [one for one in found if one.verdict and not one.verdict.ok and one.vow.sure and one.key not in shown]
    if news and "unheld" not in form:
        words = _("%(when)s cannot be held.") % {"when": _capital(_asked(news[0], at))}
        raise NotHeld(words, field="body", vows=lines(conversation, found, member, at))
    chosen = tuple(one for value in form.getlist("vow") for one in _chosen(value, found))
    if goes and any(one.by not in _moments(one.vow, found) for one in chosen):
        words = _("Said later, its words mean another time. Look once more.")
        raise NotHeld(words, field="body", vows=lines(conversation, found, member, at))
    return chosen


def _moments(vow: Vow, found: Sequence[Found]) -> set[datetime | None]:
    """When it is due as it says, and by the nearest time that holds."""
    same = [one for one in found if one.vow == vow]
    return {vow.by, *(one.verdict.nearest for one in same if one.verdict)}


def _chosen(value: str, found: Sequence[Found]) -> list[Chosen]:
    """The promise that a form keeps; none where its words are not in the draft any more."""
    key, _bar, moment = value.partition("|")
    try:
        by = datetime.fromisoformat(moment)
    except ValueError:
        return []
    if by.tzinfo is None:
        return []
    return [Chosen(one.vow, by, one.zone) for one in found if one.key == key][:1]


def _line(conversation: Conversation, one: Found, member: Member, at: Moment) -> Line:
    name, vow, verdict = conversation.person.first_name, one.vow, one.verdict
    when = by_when(vow.by, now=at.at, zone=one.zone, language=at.language) if vow.by else ""
    words = str(WORDS.get(vow.what, WORDS["other"])) % {"name": name, "when": when}
    about = {"what": _capital(vow.words), **({"until": value_of(vow.by)} if vow.by else {})}
    dialog = f"{reverse('promises', args=[conversation.pk])}?{urlencode(about)}"
    if vow.by is None or verdict is None:
        return Line(one.key, "when", words.replace(" .", "."), vow.words, dialog=dialog)
    keep = f"{one.key}|{value_of(vow.by)}"
    if verdict.ok:
        return Line(one.key, "holds" if vow.sure else "asks", words, vow.words, keep, dialog=dialog)
    nearest = verdict.nearest
    near = by_when(nearest, now=at.at, zone=one.zone, language=at.language) if nearest else ""
    return Line(
        one.key,
        "not",
        words,
        vow.words,
        keep,
        asked=_capital(_asked(one, at)),
        why=why(verdict, member, member, at),
        nearest=f"{one.key}|{value_of(nearest)}" if nearest else "",
        nearest_words=near,
        nearest_short=clock(nearest, zone=one.zone, language=at.language) if nearest else "",
        instead=one.instead,
        dialog=dialog,
    )


def _asked(one: Found, at: Moment) -> str:
    return when_words(one.verdict, at, one.zone) if one.verdict else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
