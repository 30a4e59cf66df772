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
from cha.conversations.search import find_people
from cha.conversations.search.messages import Look, look
from cha.core.ids import encode, moment
from cha.language.marking import Wanted
from cha.language.times import said
from cha.people.models import Fact, Person
from cha.people.models.person import SAYING
from cha.resolutions.models import Remedy
from cha.workspace.finding.asked import Question
from cha.workspace.finding.marks import has, marked, snippet
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.remedies.vouchers import voucher_words, with_code

MOST: Final = 100
PEOPLE: Final = 50
FEW: Final = 5
MOST_FACTS: Final = 1000
MOST_FILES: Final = 1000


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


@dataclass(frozen=True, slots=True)
class Found:
    """All parts, also the empty ones. `further` is the page that goes on; `back_to` how far was looked, where not all
    was ("" if it was)."""

    parts: tuple[Part, ...]
    further: str = ""
    back_to: str = ""


def found(asked: Question) -> Found:
    """Everything that a question finds, a part per kind. As many queries however many hits."""
    people = _people(asked) if _asks_for_people(asked) else ()
    parts = [Part("people", _("People"), people, len(people) == PEOPLE)]
    if asked.kind == "people":
        return Found(tuple(parts))
    seen = look(asked.words, asked.narrowed(), by=asked.by, limit=MOST) if asked.filter else Look([])
    parts += _said(seen, asked)
    if vouchers := [] if asked.kind or asked.before else with_code(asked.text, asked.by):
        parts.insert(0, Part("vouchers", _("Vouchers"), _all(vouchers, lambda row: _voucher(row, asked.at)), False))
    if not seen.further:
        return Found(tuple(parts))
    back_to = _day(seen.further, asked.at) if seen.cut else ""
    return Found(tuple(parts), asked.address(before=seen.further), back_to)


def _asks_for_people(asked: Question) -> bool:
    """Words alone also find people; what narrows messages says nothing of people."""
    return asked.kind in ("", "people") and not asked.filter.clauses and asked.words.indexed and not asked.before


def _said(seen: Look, asked: Question) -> list[Part]:
    messages, at = seen.messages, asked.at
    files = _files(messages, asked) if asked.kind in ("", "files") else []
    named = {file.message_id or 0 for file in files} if asked.words.indexed else set()
    said_ones = [row for row in messages if _speaks(row, asked.marks, named)]
    notes = [row for row in said_ones if row.kind == Kind.NOTE]
    told = [row for row in said_ones if row.kind != Kind.NOTE]
    by_message, marks, more = {row.pk: row for row in messages}, asked.marks, bool(seen.further)
    shown = [
        ("words", _("Words said"), _all(told, lambda row: _message(row, marks, at))),
        ("files", _("Files"), _all(files, lambda row: _file(row, by_message, marks, at))),
        ("notes", _("Notes"), _all(notes, lambda row: _message(row, marks, at))),
    ]
    made = [Part(key, title, hits, more and bool(hits)) for key, title, hits in shown]
    return [part for part in made if asked.kind in ("", part.key)]


def _day(key: int, at: Moment) -> str:
    return said(moment(key), now=at.at, zone=at.zone, language=at.language)


def _all(rows: Sequence[Any], show: Callable[[Any], Hit]) -> tuple[Hit, ...]:
    return tuple(show(row) for row in rows)


def _speaks(message: Message, asked: Wanted, named: set[int]) -> bool:
    """Whether the words were found in what was said, not only in the name of a file that came along."""
    return message.pk not in named or has(f"{message.subject} {message.text}", asked)


def _files(messages: Sequence[Message], asked: Question) -> list[Attachment]:
    """The files whose names have the words; all that came along where no words are asked for."""
    rows = Attachment.objects.filter(message__in=[row.pk for row in messages], inline=False).order_by("-id")
    return [row for row in rows[:MOST_FILES] if not asked.words.indexed or has(row.name, asked.marks)][:MOST]


def _people(asked: Question) -> tuple[Hit, ...]:
    """Persons, each with what they were found by, of what the member may see."""
    member = asked.by
    rows = find_people(asked.words.words, by=member, limit=PEOPLE)
    facts: dict[int, list[str]] = {}
    known = Fact.objects.filter(person__in=[row.pk for row in rows], corrected_by=None)
    if not sees_all(member):
        known = known.filter(Q(conversation_id=None) | Q(conversation_id__in=visible_to(member).values("pk")))
    for key, value in known.order_by("-id").values_list("person_id", "value")[:MOST_FACTS]:
        facts.setdefault(key, []).append(value)
    return tuple(_person(row, facts.get(row.pk, ()), asked.marks, asked.at) for row in rows)


def _person(person: Person, facts: Iterable[str], asked: Wanted, at: Moment) -> Hit:
    points = [point.value for point in person.points.all() if point.kind in SAYING]
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


def _voucher(row: Remedy, at: Moment) -> Hit:
    return Hit(
        url=f"{reverse('conversation', args=[row.conversation_id])}#given-{encode(row.conversation_id)}",
        name=Markup("{}").format(row.person.called),
        about=row.words,
        text=Markup("{}").format(voucher_words(row, at)),
        glyph="gift",
        iso=iso(row.decided_at),
        when=_when(row.decided_at, at),
    )


def _place(message: Message) -> str:
    address = reverse("conversation", args=[message.conversation_id])
    return f"{address}#entry-{encode(message.pk)}"


def _when(when: datetime, at: Moment) -> str:
    return said(when, now=at.at, zone=at.zone, language=at.language)
