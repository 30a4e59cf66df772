"""Trying a pattern on what people said lately, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cha.conversations.access import visible_to
from cha.conversations.models import Kind, Message
from cha.people.looks import Look, find
from cha.team.models import Member

LATELY: Final = 300
SHOWN: Final = 20
AROUND: Final = 40


@dataclass(frozen=True, slots=True)
class Try:
    """One place where it was found, with the words around it."""

    conversation: int
    name: str
    before: str
    value: str
    after: str


@dataclass(frozen=True, slots=True)
class Tried:
    """How it went: in how many of the newest messages it was found, and the first places."""

    messages: int
    within: int
    places: tuple[Try, ...]


def tried(look: Look, member: Member) -> Tried:
    """What the pattern finds in the newest messages that the member may see."""
    rows = Message.objects.filter(kind=Kind.HEARD, conversation__in=visible_to(member).values("pk"))
    lately = list(rows.order_by("-pk").values_list("conversation_id", "author_name", "subject", "text")[:LATELY])
    places: list[Try] = []
    messages = 0
    for conversation, name, subject, text in lately:
        whole = f"{subject}\n{text}"
        hits = list(find(look, whole))
        messages += bool(hits)
        if len(places) < SHOWN:
            places += [_place(conversation, name, whole, hit.start, hit.end) for hit in hits[:2]]
    return Tried(messages, len(lately), tuple(places[:SHOWN]))


def _place(conversation: int, name: str, text: str, start: int, end: int) -> Try:
    before = " ".join(text[max(0, start - AROUND) : start].split())
    after = " ".join(text[end : end + AROUND].split())
    return Try(conversation, name, before, text[start:end], after)
