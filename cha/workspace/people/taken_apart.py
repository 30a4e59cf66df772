"""What was said after two persons were joined, to choose whose it is when they are taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cha.conversations.access import visible_to
from cha.conversations.joining_persons import said_since
from cha.conversations.joining_persons.rows import POINTS, carried
from cha.core.ids import encode
from cha.language.times import said
from cha.people.models import ContactPoint, Joining
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso

SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Since:
    """One message. `goes`: it was written from an address that came along, so it is chosen to go back."""

    id: str
    iso: str
    when: str
    glyph: str
    words: str
    language: str
    how: str
    goes: bool


def since(row: Joining, member: Member, at: Moment) -> list[Since]:
    """What was said since and may be of either, where the member may see it."""
    came = set(ContactPoint.objects.filter(pk__in=carried(row, POINTS)).values_list("value", flat=True))
    found = said_since(row)[:SHOWN]
    seen = set(visible_to(member).filter(pk__in=[one.conversation_id for one in found]).values_list("pk", flat=True))
    return [
        Since(
            id=encode(one.pk),
            iso=iso(one.at),
            when=said(one.at, now=at.at, zone=at.zone, language=at.language),
            glyph=words.glyph_of(one.medium),
            words=" ".join((one.text or one.subject)[:200].split()),
            language=one.language,
            how=", ".join(filter(None, (words.by_medium(one.medium), one.address))),
            goes=one.address.lower() in came,
        )
        for one in found
        if one.conversation_id in seen
    ]
