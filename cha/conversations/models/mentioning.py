"""Mentioning: a note names members with an @; whoever is named may see that conversation, and hears of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cha.conversations.access import visible_to
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.participating import take_part
from cha.team.models import Member

MOST: Final = 20
# From here on (CJK radicals, kana, ideographs, Hangul) words stand beside each other without a space.
_UNSPACED: Final = "\u2e80"
_AT: Final = re.compile(r"(?<![\w@.])@(?=\w)")


def named_in(text: str, team: Sequence[Member]) -> list[int]:
    """The ids of the members that a text names, in order: "@Maartje", or "@Maartje de Wit" where there are two.

    Letters' case does not count. A first name that two share names nobody: the whole name does.
    """
    names = _names_of(team)
    found: list[int] = []
    for at in _AT.finditer(text):
        rest = text[at.end() :].casefold()
        name = next((name for name in names if _begins(rest, name)), "")
        if name and names[name] not in found:
            found.append(names[name])
    return found[:MOST]


def _names_of(team: Sequence[Member]) -> dict[str, int]:
    """Whole names and first names that are one member's alone, longest first."""
    owners: dict[str, set[int]] = {}
    for member in team:
        for name in {" ".join(member.name.split()).casefold(), member.first_name.casefold()} - {""}:
            owners.setdefault(name, set()).add(member.pk)
    alone = {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}
    return dict(sorted(alone.items(), key=lambda pair: -len(pair[0])))


def _begins(rest: str, name: str) -> bool:
    """Whether a text goes on with a name and nothing more; in scripts without spaces, whatever follows it."""
    after = rest[len(name) : len(name) + 1]
    return rest.startswith(name) and not (after.isalnum() and after < _UNSPACED)


def let_in(conversation: Conversation, ids: Sequence[int], *, by: Member) -> list[int]:
    """Let those who are named see the conversation. Returns who may; the others are not named.

    A light member names only who sees it already: they were let in themselves. Must be called inside a verb.
    """
    found = {member.pk: member for member in Member.objects.filter(pk__in=list(ids)[:MOST], is_active=True)}
    seeing = []
    for pk in dict.fromkeys(ids):
        member = found.get(pk)
        if member is None:
            continue
        if not _sees(member, conversation) and by.answers:
            take_part(conversation, by=by, member=member)
        if _sees(member, conversation):
            seeing.append(pk)
    return seeing


def _sees(member: Member, conversation: Conversation) -> bool:
    return visible_to(member).filter(pk=conversation.pk).exists()
