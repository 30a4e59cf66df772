"""What stands over a story until it is read: what whoever had it before says, and that they came back about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, HandOff, Link
from cha.conversations.models.handing_over import standing_hand_off
from cha.core.queries import asked
from cha.language.times import said
from cha.people.models import Fact, Telling
from cha.promises.acknowledgement.heard import bare_subject
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment

MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One part of a hand-off, as lines."""

    what: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """A hand-off as `_handed.html` shows it. mine: the reader handed it over themselves."""

    by: str
    to: str
    when: str
    parts: tuple[Told, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Back:
    """That they came back: the how-many-th time, about what, and the earlier ones (conversation, how, when)."""

    times: str
    about: str
    places: tuple[tuple[int, str, str], ...]


def handed(conversation: Conversation, member: Member, at: Moment) -> Handed | None:
    """What whoever had it before says; None where it is read, or nobody said anything. One query."""
    row = standing_hand_off(conversation.pk)
    parts = parts_of(row) if row else ()
    if row is None or not parts:
        return None
    return Handed(
        by=row.by.first_name if row.by else _("Somebody"),
        to=row.member.first_name if row.member else row.team.name if row.team else "",
        when=said(row.at, now=at.at, zone=at.zone, language=at.language),
        parts=parts,
        mine=row.by_id == member.pk,
    )


def parts_of(row: HandOff) -> tuple[Told, ...]:
    """What is told, a part at a time; empty ones are left out."""
    named = [
        (_("Tried"), row.tried),
        (_("Asked, not answered yet"), row.asked),
        (_("Promised"), row.promised),
        (_("Chosen and known"), row.chosen),
        (_("Besides"), row.note),
    ]
    return tuple(Told(what, tuple(text.splitlines())) for what, text in named if text.strip())


def came_back(conversation: Conversation, member: Member, at: Moment) -> Back | None:
    """The earlier times about the same concern that the member may see; None where this is the first."""
    earlier = _earlier(conversation.pk)
    if not earlier:
        return None
    rows = Conversation.objects.standing() if sees_all(member) else visible_to(member)
    seen = list(rows.filter(pk__in=earlier).order_by("-opened_at")[:MOST])
    if not seen:
        return None
    places = tuple((row.pk, words.by_medium(row.medium), _when(row, at)) for row in seen)
    return Back(_times(len(seen) + 1), _about(conversation), places)


def _when(row: Conversation, at: Moment) -> str:
    return said(row.opened_at, now=at.at, zone=at.zone, language=at.language)


def _times(count: int) -> str:
    return {2: _("Second time"), 3: _("Third time")}.get(count, _("%(count)s times now") % {"count": count})


def _about(conversation: Conversation) -> str:
    """The order that both name, else what it is about."""
    fact = Fact.objects.filter(conversation_id=conversation.pk, kind="order", corrected_by=None).first()
    again = Telling.objects.filter(conversation_id=conversation.pk, fact__kind="order").select_related("fact").first()
    order = fact.value if fact else again.fact.value if again else ""
    if order:
        return _("order %(number)s") % {"number": order}
    return words.topic_words(conversation.topic) if conversation.topic else bare_subject(conversation.subject)


@asked(int)
def _earlier(conversation: int) -> QuerySet[Link, int]:
    rows = Link.objects.filter(one=conversation, kind=Link.Kind.SAME)
    return rows.order_by("-pk").values_list("other_id", flat=True)[:MOST]
