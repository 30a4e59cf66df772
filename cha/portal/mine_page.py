"""The values of "all my conversations"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.conversations.models import Conversation, Kind, Message, State
from cha.conversations.models.message import first_words
from cha.conversations.private_link import private_path
from cha.core.clock import now
from cha.language.times import by_when, said
from cha.people.models import Fact, Person
from cha.people.zones import their_zone
from cha.portal.pages import here
from cha.portal.pathway_page import fact_line
from cha.portal.shop import Shop
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.acknowledgement.letter import Line
from cha.promises.added_steps import added_steps
from cha.promises.models import Promise
from cha.team.models import brand

MOST = 100
DONE = (State.PUT_RIGHT, State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Mine:
    """One conversation in the list. `next` is the next promise in words, or None."""

    title: str
    url: str
    last: Line | None
    when: str
    next: Line | None
    done: bool


@dataclass(frozen=True, slots=True)
class MinePage:
    """A person's list."""

    name: str
    shop: Shop
    mine: tuple[Mine, ...]
    known: tuple[Line, ...]

    @property
    def open(self) -> list[Mine]:
        return [row for row in self.mine if not row.done]

    @property
    def done(self) -> list[Mine]:
        return [row for row in self.mine if row.done]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a page is: the shop as they see it, their zone and language, and now."""

    shop: Shop
    zone: str
    language: str
    at: datetime


def reader_of(person: Person) -> Reader:
    """The person as the reader of a page, in the language in use."""
    face, language, at = brand(), get_language() or "en", now()
    zone = their_zone(person, face)
    return Reader(here(language, face, zone, at), zone, language, at)


def mine_page_of(person: Person) -> MinePage:
    """The list of a person: newest words first, at most a hundred."""
    reader = reader_of(person)
    rows = list(theirs(person).select_related("assignee").order_by("-last_at", "-id")[:MOST])
    last = Message.objects.in_bulk([row.newest for row in rows if row.newest])  # type: ignore[attr-defined]
    due = _next_promises(rows)
    mine = tuple(_mine(row, last.get(row.newest), due.get(row.pk), reader) for row in rows)  # type: ignore[attr-defined]
    return MinePage(_name(person), reader.shop, mine, _known(person, 6))


def theirs(person: Person) -> QuerySet[Conversation]:
    """Their conversations, each with the newest message they may see: not a note, nor what may still be undone."""
    kinds = (Kind.HEARD, Kind.SAID)
    seen = Message.objects.filter(conversation=OuterRef("pk"), kind__in=kinds).exclude(delivery="held")
    newest = Subquery(seen.order_by("-id").values("id")[:1])
    theirs = Conversation.objects.filter(person=person).exclude(state__in=[State.ASIDE, State.TRASH, State.JOINED])
    return theirs.annotate(newest=newest)


def _next_promises(rows: list[Conversation]) -> dict[int, Promise]:
    """The promise that is due next in each conversation that has one."""
    found = Promise.objects.filter(conversation__in=[row.pk for row in rows], state=Promise.State.OPEN)
    return {row.conversation_id: row for row in found.select_related("keeper").order_by("-by")}


def _name(person: Person) -> str:
    return person.first_name if person.name else ""


def _known(person: Person, most: int) -> tuple[Line, ...]:
    rows = Fact.objects.filter(person=person, corrected_by=None).order_by("-id")[:most]
    return tuple(fact_line(row) for row in rows)


def _mine(row: Conversation, last: Message | None, due: Promise | None, reader: Reader) -> Mine:
    keeper = row.assignee.first_name if row.assignee else ""
    return Mine(
        title=first_words(bare_subject(row.subject), 90) or _("Your message"),
        url=private_path(row, reader.at),
        last=_last(last, keeper),
        when=said(row.last_at, now=reader.at, zone=reader.zone, language=reader.language),
        next=_choose(row, reader) or (_promise(due, keeper, reader) if due else None),
        done=row.state in DONE,
    )


def _choose(row: Conversation, reader: Reader) -> Line | None:
    """That it is theirs to choose, and until when; None where nothing is, or the time is over."""
    steps = added_steps(row.added_steps, reader.language)
    by = next((step.by for step in steps if step.side == "them" and step.at is None), None)
    if by is None or by <= reader.at or row.state in DONE:
        return None
    when = by_when(by, now=reader.at, zone=reader.zone, language=reader.language)
    return Line(_("<b>You choose</b> %(when)s."), {"when": when})


def _promise(due: Promise, keeper: str, reader: Reader) -> Line:
    when = by_when(due.by, now=reader.at, zone=reader.zone, language=reader.language)
    name = due.keeper.first_name if due.keeper else keeper
    if due.words:
        return Line("<b>%(what)s</b> %(when)s.", {"what": due.words, "when": when})
    pattern = _("%(name)s answers you %(when)s.") if name else _("You have our answer %(when)s.")
    return Line(pattern, {"name": name, "when": when})


def _last(message: Message | None, keeper: str) -> Line | None:
    if message is None:
        return None
    words = _("This was taken back.") if "withdrawn_at" in message.extra else first_words(message.text, 140)
    if message.kind == Kind.HEARD and not message.extra.get("writer"):
        return Line(_("You: “%(words)s”"), {"words": words})
    return Line(_("%(name)s: “%(words)s”"), {"name": message.author_name.split(" ")[0] or keeper, "words": words})
