"""The words that wait at a promise: before it breaks, or once it is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cha.promises.heads_up import drafted
from cha.promises.models import Promise
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso


@dataclass(frozen=True, slots=True)
class Draft:
    """What would go, in which language, the new time in it (ISO), and why it cannot; `sorry` for a broken one."""

    sorry: bool
    text: str
    language: str
    language_words: str
    until: str
    why_not: str
    known: str


def drafts_of(ids: Sequence[int], member: Member, at: Moment) -> dict[int, Draft]:
    """By the id of a promise, what waits there for this member; nothing where nothing does."""
    rows = Promise.objects.filter(pk__in=ids).select_related("conversation__person", "person", "keeper")
    found = {}
    for row in rows if ids else ():
        made = drafted(row, member, at.at)
        if made:
            text, code = made.words, made.words.language
            found[row.pk] = Draft(
                sorry=made.what == "apologise",
                text=text.text,
                language=code,
                language_words=words.language_words(code),
                until=iso(text.new_by),
                why_not=made.why_not,
                known=text.known,
            )
    return found
