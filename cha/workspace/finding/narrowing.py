"""Chips for a question: what narrows it, each with the way to take it off, and what could narrow it more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cha.channels.models import Channel
from cha.conversations.filters import Clause, Doubt, Filter, said
from cha.team.models import Member
from cha.workspace.crowd.chips import clause_words, field_words
from cha.workspace.finding.asked import Question

OFFERED: Final = {
    "has": ("file", "note", "promise"),
    "is": ("waiting", "theirs", "right", "snoozed", "aside"),
    "after": ("yesterday", "last week", "last month", "this year"),
    "before": ("today", "this year"),
    "language": ("en", "nl", "fr", "de", "es", "ar"),
}
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """One clause: what it is about, its values in words, and the page without it."""

    field: str
    says: str
    off: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Ways to narrow by one field: its name, and (words, page, whether it is on)."""

    title: str
    ways: tuple[tuple[str, str, bool], ...]


def chips(asked: Question) -> list[Chip]:
    """The clauses of a question, in their order."""
    return [
        Chip(field_words(one), clause_words(one), asked.without(asked.filter.without(one)))
        for one in asked.filter.clauses
    ]


def offers(asked: Question) -> list[Offer]:
    """What the Filter button offers. Two queries, for the names of members and channels."""
    members = Member.objects.filter(is_active=True).order_by("name").values_list("name", flat=True)[:MOST]
    channels = Channel.objects.order_by("name").values_list("name", flat=True)[:MOST]
    found = {**OFFERED, "with": ("me", "nobody", *members), "channel": tuple(dict.fromkeys(channels))}
    return [
        Offer(field_words(Clause(name, ())), tuple(_ways(asked, name, values)))
        for name, values in found.items()
        if values
    ]


def _ways(asked: Question, field: str, values: Iterable[str]) -> Iterable[tuple[str, str, bool]]:
    for value in values:
        clause = Clause(field, (value,))
        on = clause in asked.filter.clauses
        other = asked.filter.without(clause) if on else asked.filter.adding(clause)
        yield clause_words(clause), asked.without(other), on


def doubts(asked: Question) -> list[tuple[str, str, str]]:
    """What could not be read: in words, what may have been meant, and the page for that."""
    return [(_doubt_words(one), *_meant(asked, one)) for one in asked.filter.doubts]


def _doubt_words(doubt: Doubt) -> str:
    if doubt.kind == "field":
        return _("There is no filter “%(field)s”, so it was looked for as a word.") % {"field": doubt.field}
    return _("“%(value)s” is nothing that %(field)s: can be, so it was looked for as a word.") % {
        "value": doubt.value,
        "field": doubt.field,
    }


def _meant(asked: Question, doubt: Doubt) -> tuple[str, str]:
    if not doubt.near:
        return "", ""
    right = f"{doubt.near}:{doubt.value}" if doubt.kind == "field" else f"{doubt.field}:{doubt.near}"
    return right, asked.address(asked.text.replace(f"{doubt.field}:{doubt.value}", right))


def unknown(asked: Question) -> list[tuple[str, str]]:
    """Names that nobody and nothing here has, each with its field in words."""
    return [
        (field_words(Clause(clause.field, ())), value)
        for clause in asked.filter.of("from", "with", "team", "channel", "tag")
        for value in clause.values
        if not asked.known.of(clause.field, value) and value.casefold() not in ("nobody", "none", "noone")
    ]


def only(filter: Filter, words: str) -> str:
    """The same clauses with other words, as one line."""
    return said(Filter(words, filter.clauses))
