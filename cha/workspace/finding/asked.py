"""What a member asks of search: words and clauses in one line, the kind of hits, from where on, and its addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse

from cha.channels.models import Channel
from cha.conversations.filters import Filter, Known, know, narrowed, parse, said
from cha.conversations.models import Attachment, Kind
from cha.conversations.search.asking import Asked, Narrowed, asked
from cha.core.ids import decode, encode
from cha.language.marking import Wanted, wanted
from cha.team.models import Member
from cha.workspace.now.rows import Moment

LONGEST: Final = 500
KINDS: Final = ("people", "words", "files", "notes")
_SAID: Final = {
    "words": ~Q(kind=Kind.NOTE),
    "notes": Q(kind=Kind.NOTE),
    "files": Q(Exists(Attachment.objects.filter(message=OuterRef("pk"), inline=False))),
}


@dataclass(frozen=True)
class Question:
    """One question. `before` is an id: only older ones; `known` are the ids of the names in it."""

    text: str
    by: Member
    at: Moment
    kind: str = ""
    before: int | None = None
    known: Known = field(default_factory=Known)

    @cached_property
    def filter(self) -> Filter:
        return parse(self.text)

    @cached_property
    def words(self) -> Asked:
        """What is to be found, for search."""
        return asked(self.filter.words)

    @cached_property
    def marks(self) -> Wanted:
        """What is to be found, for marking."""
        return wanted(self.words.words)

    def narrowed(self, filter: Filter | None = None) -> Narrowed:
        """What a filter (this one, if none is given) means of messages, down to the kind that is asked for."""
        when = self.at.at.astimezone(ZoneInfo(self.at.zone))
        made = narrowed(filter or self.filter, by=self.by, at=when, known=self.known)
        end = made.end if self.before is None else min(made.end, self.before)
        messages = made.messages & _SAID[self.kind] if self.kind in _SAID else made.messages
        return Narrowed(made.conversations, messages, made.first, max(end, made.first), made.few)

    def address(self, text: str | None = None, *, kind: str | None = None, before: int | None = None) -> str:
        """The page for this, or for other words, another kind, or what is older."""
        kind = self.kind if kind is None else kind
        values = {"q": self.text if text is None else text, "kind": kind, "before": encode(before) if before else ""}
        return f"{reverse('search')}?{urlencode({name: value for name, value in values.items() if value})}"

    def without(self, filter: Filter) -> str:
        """The page for another filter."""
        return self.address(said(filter))


def question(given: QueryDict, by: Member, at: Moment) -> Question:
    """What the page's address asks; names in it are looked up, three queries at most."""
    text, kind = given.get("q", "")[:LONGEST], given.get("kind", "")
    filter = parse(text)
    channels = _channels() if filter.of("channel") else {}
    known = know(filter, by=by, channels=channels) if filter.clauses else Known()
    return Question(text, by, at, kind if kind in KINDS else "", _id(given.get("before", "")), known)


def _channels() -> dict[str, list[int]]:
    """Channels by their name and their address."""
    found: dict[str, list[int]] = {}
    for pk, *names in Channel.objects.values_list("pk", "name", "address"):
        for name in names:
            found.setdefault(name, []).append(pk)
    return found


def _id(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None
