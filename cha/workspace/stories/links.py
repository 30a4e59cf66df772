"""What the column beside a conversation shows of links, followers and what is to be done; only what may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import CheckItem, Conversation, Link, Participant
from cha.core.ids import encode
from cha.core.queries import asked
from cha.language.times import said
from cha.promises.acknowledgement.heard import bare_subject
from cha.team.models import Member
from cha.ui.kept import rendered
from cha.workspace.now import words
from cha.workspace.now.rows import Moment

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Linked:
    """A conversation that belongs with this one."""

    id: int
    kind: str
    words: str
    name: str
    glyph: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to be done; `who` did it, `when`: "" while nobody did. `needed` before it is put right."""

    id: int
    text: str
    who: str
    when: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Follower:
    """A member who is told the news."""

    id: int
    name: str
    tint: int


def kinds() -> list[tuple[str, str]]:
    """How two may belong together, for choosing."""
    return [("related", _("Related")), ("cause", _("The same cause")), ("follow_up", _("What followed"))]


def linked(conversation: Conversation, member: Member) -> tuple[Linked, ...]:
    """The linked ones that the member may see, each once."""
    ends = {}
    for one, other, kind in _links(conversation.pk):
        followed = kind == "follow_up" and other == conversation.pk
        ends[other if one == conversation.pk else one] = "followed" if followed else kind
    if not ends:
        return ()
    rows = Conversation.objects.standing() if sees_all(member) else visible_to(member)
    found = rows.filter(pk__in=ends).select_related("person").order_by("-last_at")[:SHOWN]
    return tuple(_linked(row, ends[row.pk]) for row in found)


def followers(conversation: Conversation) -> tuple[Follower, ...]:
    """Who is told the news, first come first."""
    return tuple(Follower(*row) for row in _followers(conversation.pk))


def checks(conversation: Conversation, at: Moment) -> tuple[Check, ...]:
    """What is to be done, in order. The conversation's version says whether it changed."""
    rows = CheckItem.objects.filter(conversation=conversation).order_by("place", "id")
    found = rows.values_list("id", "text", "done_at", "done_by__name", "needed")
    return tuple(
        Check(key, text, (name or "").split(" ")[0], _when(done, at), needed) for key, text, done, name, needed in found
    )


def _when(done: datetime | None, at: Moment) -> str:
    return said(done, now=at.at, zone=at.zone, language=at.language) if done else ""


def checks_piece(conversation: Conversation, at: Moment) -> Markup:
    """The list beside a conversation, for pages and for live; empty while there is none."""
    values = {"conversation": conversation, "public": encode(conversation.pk), "checks": checks(conversation, at)}
    return rendered("workspace/now/pieces/_checks.html", **values)


def _linked(row: Conversation, kind: str) -> Linked:
    how = {**dict(kinds()), "followed": _("Came before"), "same": _("The same concern")}[kind]
    about = row.gist or bare_subject(row.subject) or row.last_words
    return Linked(row.pk, how, about, row.person.called, words.glyph_of(row.medium))


@asked(int, int)
def _ends(one: int, other: int) -> QuerySet[Link, tuple[int, int, str]]:
    return Link.objects.filter(Q(one=one) | Q(other=other)).order_by("id").values_list("one", "other", "kind")


def _links(conversation: int) -> list[tuple[int, int, str]]:
    return _ends(conversation, conversation)


@asked(int)
def _followers(conversation: int) -> QuerySet[Participant, tuple[int, str, int]]:
    rows = Participant.objects.filter(conversation_id=conversation, member__isnull=False, news=True)
    return rows.order_by("since", "id").values_list("member_id", "member__name", "member__tint")
