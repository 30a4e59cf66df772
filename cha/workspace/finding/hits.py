"""What was found: people, words said, notes and files, newest first, only what the member may see (law 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Attachment, Kind, Message
from cha.conversations.search import find_messages, find_people
from cha.core.ids import encode, moment
from cha.language.marking import Wanted, wanted
from cha.language.times import said
from cha.people.models import Fact, Person
from cha.team.models import Member
from cha.workspace.finding.marks import has, marked, snippet
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso

MOST: Final = 100
PEOPLE: Final = 50
FEW: Final = 5
MOST_FACTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `tint` is set for a face, else `glyph` is drawn; `language` is that of `text`, "" unknown."""

    url: str
    name: Markup
    about: str
    text: Markup
    iso: str
    when: str
    glyph: str = ""
    face: str = ""
    tint: int = 0
    note: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The hits of one kind: all that are shown when only this kind is asked for."""

    key: str
    title: str
    hits: tuple[Hit, ...]
    more: bool

    @property
    def count(self) -> str:
        """How many, with a plus where there may be more."""
        return f"{len(self.hits)}+" if self.more else str(len(self.hits))


def found(query: str, member: Member, at: Moment) -> list[Part]:
    """Everything that a query finds, a part per kind, also the empty ones. Seven queries, however many hits."""
    asked = wanted(query)
    people = _people(query, member, asked, at)
    messages = find_messages(query, by=member, limit=MOST)
    files = _files(messages, asked)
    named = {file.message_id or 0 for file in files}
    said_ones = [row for row in messages if _speaks(row, asked, named)]
    notes = [row for row in said_ones if row.kind == Kind.NOTE]
    told = [row for row in said_ones if row.kind != Kind.NOTE]
    full = len(messages) == MOST
    by_message = {row.pk: row for row in messages}
    return [
        Part("people", _("People"), people, len(people) == PEOPLE),
        Part("words", _("Words said"), _all(told, lambda row: _message(row, asked, at)), full),
        Part("files", _("Files"), _all(files, lambda row: _file(row, by_message, asked, at)), full and bool(files)),
        Part("notes", _("Notes"), _all(notes, lambda row: _message(row, asked, at)), full and bool(notes)),
    ]


def _all(rows: Sequence[Any], show: Callable[[Any], Hit]) -> tuple[Hit, ...]:
    return tuple(show(row) for row in rows)


def _speaks(message: Message, asked: Wanted, named: set[int]) -> bool:
    """Whether the words were found in what was said, not only in the name of a file that came along."""
    return message.pk not in named or has(f"{message.subject} {message.text}", asked)


def _files(messages: Sequence[Message], asked: Wanted) -> list[Attachment]:
    rows = Attachment.objects.filter(message__in=[row.pk for row in messages], inline=False).order_by("-id")
    return [row for row in rows[:MOST] if has(row.name, asked)]


def _people(query: str, member: Member, asked: Wanted, at: Moment) -> tuple[Hit, ...]:
    """Persons, each with what they were found by; not those found only by a fact that the member may not see."""
    rows = find_people(query, by=member, limit=PEOPLE)
    facts: dict[int, list[str]] = {}
    known = Fact.objects.filter(person__in=[row.pk for row in rows], corrected_by=None)
    if not sees_all(member):
        known = known.filter(Q(conversation_id=None) | Q(conversation_id__in=visible_to(member).values("pk")))
    for key, value in known.order_by("-id").values_list("person_id", "value")[:MOST_FACTS]:
        facts.setdefault(key, []).append(value)
    hits = [_person(row, facts.get(row.pk, ()), asked, at) for row in rows]
    return tuple(hit for hit in hits if sees_all(member) or "<mark>" in hit.name + hit.text)


def _person(person: Person, facts: Iterable[str], asked: Wanted, at: Moment) -> Hit:
    points = [point.value for point in person.points.all()]
    texts = (*points, person.about, person.say_name, *facts)
    text = next((value for value in texts if has(value, asked)), points[0] if points else "")
    return Hit(
        url=reverse("person", args=[person.pk]),
        name=marked(person.called, asked),
        about=words.language_words(person.language) if person.language else "",
        text=snippet(text, asked),
        face=person.called,
        tint=person.tint,
        iso=iso(moment(person.pk)),
        when=_when(moment(person.pk), at),
    )


def _message(message: Message, asked: Wanted, at: Moment) -> Hit:
    note = message.kind == Kind.NOTE
    person = message.conversation.person
    body = message.text if has(message.text, asked) else f"{message.subject} {message.quoted}"
    return Hit(
        url=_place(message),
        name=Markup("{}").format(message.author_name or (person.name if message.kind == Kind.HEARD else "Cha")),
        about=_("note, on %(name)s") % {"name": person.name or _("somebody")} if note else _way(message),
        text=snippet(body if has(body, asked) else message.text, asked),
        glyph="lock" if note else words.glyph_of(message.medium),
        note=note,
        language=message.language,
        iso=iso(message.at),
        when=_when(message.at, at),
    )


def _way(message: Message) -> str:
    medium = words.medium_words(message.medium) if message.medium else ""
    if message.kind == Kind.HEARD:
        return medium
    return _("to %(name)s") % {"name": message.conversation.person.name or message.address}


def _file(row: Attachment, messages: dict[int, Message], asked: Wanted, at: Moment) -> Hit:
    message = messages[row.message_id or 0]
    return Hit(
        url=_place(message),
        name=marked(row.name, asked),
        about=_("from %(name)s") % {"name": message.author_name or message.address},
        text=snippet(message.subject or message.text, asked),
        glyph="image" if row.is_picture else "file-text",
        iso=iso(message.at),
        when=_when(message.at, at),
    )


def _place(message: Message) -> str:
    address = reverse("conversation", args=[message.conversation_id])
    return f"{address}#entry-{encode(message.pk)}"


def _when(when: datetime, at: Moment) -> str:
    return said(when, now=at.at, zone=at.zone, language=at.language)
