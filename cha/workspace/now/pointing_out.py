"""Pointing out that a draft asks for what the person told us: as one writes, and before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.conversations.models import Conversation
from cha.core.errors import Invalid
from cha.language.times import said
from cha.promises.already_told import Held, already_told
from cha.team.models import Member
from cha.workspace.now.fact_words import told_words, where_words
from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Pointed:
    """One thing that was told already, as the composer says it. key: kind and value, to say which was looked at."""

    key: str
    kind: str
    words: str
    source: str
    sentence: str
    instead: str


class AlreadyTold(Invalid):
    """The draft asks for what we hold, and nobody said yet that it shall be asked all the same."""

    code = "already_told"


def pointed(held: Sequence[Held], at: Moment) -> tuple[Pointed, ...]:
    """What `_already_told.html` shows."""
    return tuple(
        Pointed(
            key=f"{one.kind}:{one.value}",
            kind=one.kind,
            words=told_words(one.kind, one.value),
            source=_source(one, at),
            sentence=one.sentence,
            instead=one.instead,
        )
        for one in held
    )


def _source(one: Held, at: Moment) -> str:
    when = said(one.told_at, now=at.at, zone=at.zone, language=at.language)
    if one.fact is None:
        return _("known since %(when)s") % {"when": when}
    where = where_words(one.source)
    return f"{where}, {when}" if where else when


def must_be_new(conversation: Conversation, body: str, form: QueryDict, member: Member, at: Moment) -> tuple[Held, ...]:
    """What is asked for although it was pointed out. Raises AlreadyTold, with what to show, where that is news.

    A form says with `told` what was shown to whoever wrote it, and with `anyway` that it shall be asked all the same.
    """
    held = already_told(conversation, body, member)
    shown = set(form.getlist("told"))
    if held and "anyway" not in form and any(f"{one.kind}:{one.value}" not in shown for one in held):
        words = _("%(name)s told us that already.") % {"name": conversation.person.first_name}
        raise AlreadyTold(words, field="body", told=pointed(held, at))
    return held
