"""Saved replies with their blanks filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cha.conversations.blanks import Piece, filled, pieces
from cha.conversations.models import Conversation, SavedReply
from cha.conversations.models.saved_reply import replies_of
from cha.core.clock import now
from cha.core.ids import decode, encode
from cha.language.times import by_when
from cha.people.models import Fact
from cha.people.zones import their_zone
from cha.team.models import Member, brand
from cha.workspace.now.words import language_words

MOST = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """A saved reply as it would stand in the text. Language and whose it is in words."""

    id: str
    name: str
    text: str
    pieces: tuple[Piece, ...]
    language: str
    whose: str


def replies_for(conversation: Conversation, member: Member) -> list[Filled]:
    """The saved replies a member may begin from: in the person's language first, one's own before the others."""
    rows = list(replies_of(member).select_related("team")[:MOST])
    rows.sort(key=lambda row: (row.language not in ("", conversation.language), row.owner_id is None, row.name.lower()))
    known = known_to(conversation, member)
    return [_filled(row, known) for row in rows]


def _filled(row: SavedReply, known: Mapping[str, str]) -> Filled:
    whose = _("yours") if row.owner_id else row.team.name if row.team else ""
    text = filled(row.text, known)
    spoken = language_words(row.language) if row.language else ""
    return Filled(encode(row.pk), row.name, text, tuple(pieces(row.text, known)), spoken, whose)


def known_to(conversation: Conversation, member: Member) -> dict[str, str]:
    """What the blanks are filled with, for one person, in their language; "" where nobody knows."""
    person, face = conversation.person, brand()
    order = Fact.objects.filter(person=person, kind="order", corrected_by=None).order_by("-told_at").first()
    due = conversation.next_promise_at
    zone = their_zone(person, face)
    return {
        "first_name": person.first_name if person.name else "",
        "name": person.name,
        "me": member.first_name,
        "my_name": member.name,
        "business": face.called if face else "",
        "order": order.value if order else "",
        "promise": by_when(due, now=now(), zone=zone, language=conversation.language or "en") if due else "",
    }


def filled_reply(name: str, conversation: Conversation, member: Member) -> str:
    """The words of one saved reply by its public id; "" when there is none."""
    try:
        row = replies_of(member).filter(pk=decode(name)).first() if name else None
    except ValueError:
        return ""
    return filled(row.text, known_to(conversation, member)) if row else ""
