"""One timeline of everything, over all conversations of a person that the member may see, newest first.

Every entry has a place: a number that sorts by time like the ids it is made from. Pages go on below the last one's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.conversations.models import Attachment, Conversation, Kind, Message, State
from cha.conversations.models.side import OUTSIDE
from cha.core.ids import TAIL_MASK, decode, encode, first_id, moment
from cha.core.ledger import Event
from cha.language.times import by_when, said
from cha.people.models import Person
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.models import Promise
from cha.promises.models.promise import ANSWER, HOLD
from cha.workspace.now import words
from cha.workspace.now.bodies import paragraphs
from cha.workspace.now.events import QUIET, names_for, sentence
from cha.workspace.now.rows import Moment, iso

PAGE: Final = 50
PREVIEW: Final = 240
VERBS: Final = ("conversation.put_right", "conversation.confirmed", "conversation.reopened")
TOP: Final = 1 << 62
_OPEN: Final = (State.OURS, State.THEIRS)
_GLYPHS: Final = {
    "open": "handshake",
    "kept": "check",
    "moved": "refresh-cw",
    "released": "minus",
    "broken": "heart-crack",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `look` is heard, us, note or line."""

    place: int
    conversation: int
    look: str
    glyph: str
    who: str
    how: str
    iso: str
    when: str
    text: str = ""
    language: str = ""
    files: tuple[str, ...] = ()
    trouble: str = ""
    fresh: bool = False

    @property
    def paragraphs(self) -> tuple[Markup, ...]:
        return paragraphs(self.text)

    @property
    def preview(self) -> str:
        return " ".join(self.text[:PREVIEW].split())


@dataclass(frozen=True, slots=True)
class Strand:
    """A run of entries of one conversation."""

    url: str
    title: str
    about: str
    language: str
    entries: tuple[Entry, ...]


def filters() -> dict[str, str]:
    """The parts of the timeline, with their words."""
    return {"": _("All"), "words": _("Their words"), "notes": _("Notes"), "promises": _("Promises")}


def story(person: Person, conversations: Sequence[Conversation], only: str, before: str, at: Moment) -> dict[str, Any]:
    """One page of the timeline; `conversations` are those that may be seen. Seven queries at most."""
    only = only if only in filters() else ""
    known = {row.pk: row for row in conversations}
    bound = _place(before) or TOP
    frame = _Frame(person, list(known), bound, at)
    made: list[Entry] = []
    for part in _parts(only):
        made += part(frame)
    made.sort(key=lambda entry: entry.place, reverse=True)
    page = reverse("person", args=[person.pk])
    chosen = f"only={only}&" if only else ""
    more = len(made) > PAGE
    return {
        "only": only,
        "filters_of": [
            (said_as, page + (f"?only={key}" if key else ""), key == only) for key, said_as in filters().items()
        ],
        "strands": _strands(made[:PAGE], known, at),
        "earlier": f"{page}?{chosen}before={encode(made[PAGE - 1].place)}#story" if more else "",
        "newest": f"{page}?{chosen}".rstrip("?&") if bound != TOP else "",
    }


@dataclass(frozen=True, slots=True)
class _Frame:
    person: Person
    conversations: list[int]
    bound: int
    at: Moment

    def time(self, when: datetime) -> str:
        return said(when, now=self.at.at, zone=self.at.zone, language=self.at.language)


def _parts(only: str) -> tuple[Callable[[_Frame], list[Entry]], ...]:
    said_part = lambda frame: _said(frame, None)  # noqa: E731
    return {
        "words": (lambda frame: _said(frame, Kind.HEARD),),
        "notes": (lambda frame: _said(frame, Kind.NOTE),),
        "promises": (_promised,),
    }.get(only, (said_part, _promised, _done))


def _said(frame: _Frame, kind: str | None) -> list[Entry]:
    rows = Message.objects.filter(conversation__in=frame.conversations, pk__lt=frame.bound)
    if kind:
        rows = rows.filter(kind=kind)
    found = list(rows.defer("html", "quoted").order_by("-pk")[: PAGE + 1])
    files: dict[int, tuple[str, ...]] = {}
    shown = Attachment.objects.filter(message__in=[row.pk for row in found], inline=False).order_by("id")
    for key, name in shown.values_list("message_id", "name"):
        files[key or 0] = (*files.get(key or 0, ()), name)
    newest = next((row.pk for row in found if row.kind == Kind.HEARD), 0) if frame.bound == TOP else 0
    return [_message(row, frame, files.get(row.pk, ()), row.pk == newest) for row in found]


def _message(row: Message, frame: _Frame, files: tuple[str, ...], fresh: bool) -> Entry:
    look = {Kind.HEARD.value: "heard", Kind.NOTE.value: "note"}.get(row.kind, "us")
    look = "note" if row.kind in OUTSIDE else look
    preview = row.extra.get("preview", "") if row.kind == Kind.ACKNOWLEDGED else ""
    return Entry(
        place=row.pk,
        conversation=row.conversation_id,
        look=look,
        glyph="lock" if row.kind == Kind.NOTE else words.glyph_of(row.medium),
        who=_who(row, frame.person),
        how=_how(row, frame.person),
        iso=iso(row.at),
        when=frame.time(row.at),
        text=str(preview) or row.text or row.subject,
        language=row.language,
        files=files,
        trouble=words.delivery_words(row.delivery),
        fresh=fresh,
    )


def _how(row: Message, person: Person) -> str:
    if row.kind == Kind.NOTE:
        return _("note for the team")
    if row.kind in OUTSIDE:
        return _("with %(address)s, not seen by %(name)s") % {"address": row.address, "name": person.first_name}
    return words.by_medium(row.medium)


def _who(row: Message, person: Person) -> str:
    if row.kind == Kind.ACKNOWLEDGED:
        return _("Answered at once")
    if row.kind == Kind.HEARD:
        return person.first_name
    return row.author_name.split(" ")[0]


def _promised(frame: _Frame) -> list[Entry]:
    rows = Promise.objects.filter(
        person=frame.person, conversation__in=frame.conversations, pk__lt=frame.bound
    ).order_by("-pk")[: PAGE + 1]
    return [_promise(row, frame) for row in rows]


def _promise(row: Promise, frame: _Frame) -> Entry:
    at = frame.at
    by = by_when(row.by, now=at.at, zone=at.zone, language=at.language)
    return Entry(
        place=row.pk,
        conversation=row.conversation_id,
        look="line",
        glyph=_GLYPHS[row.state],
        who=promise_words(row),
        how=f"{_('promised')}: {by}. {promise_state(row)}",
        iso=iso(row.made_at),
        when=frame.time(row.made_at),
    )


def promise_words(promise: Promise) -> str:
    """What was promised."""
    usual = {ANSWER: _("An answer"), HOLD: _("Back in the chat")}
    return promise.words or usual.get(promise.kind, _("A promise"))


def promise_state(promise: Promise) -> str:
    """What became of it."""
    return {
        "open": _("Open"),
        "kept": _("Kept"),
        "moved": _("New time agreed"),
        "released": _("Released"),
        "broken": _("Broken"),
    }[promise.state]


def _done(frame: _Frame) -> list[Entry]:
    """Put right, confirmed, opened again: events of the ledger, placed by when they were."""
    rows = Event.objects.filter(conversation_id__in=frame.conversations, verb__in=VERBS)
    if frame.bound != TOP:
        rows = rows.filter(at__lt=moment(frame.bound) + timedelta(milliseconds=1))
    names = names_for(frame.person.called)
    made = []
    for event in rows.order_by("-at", "-id")[: PAGE + 1]:
        place = first_id(event.at) | (event.pk & TAIL_MASK)
        if place < frame.bound:
            line = Entry(
                place=place,
                conversation=event.conversation_id or 0,
                look="line",
                glyph=QUIET[event.verb],
                who=sentence(event, names),
                how="",
                iso=iso(event.at),
                when=frame.time(event.at),
            )
            made.append(line)
    return made


def _strands(entries: Sequence[Entry], known: dict[int, Conversation], at: Moment) -> list[Strand]:
    runs: list[list[Entry]] = []
    for entry in entries:
        if not runs or runs[-1][-1].conversation != entry.conversation:
            runs.append([])
        runs[-1].append(entry)
    return [_strand(known[run[0].conversation], run, at) for run in runs]


def _strand(conversation: Conversation, run: Sequence[Entry], at: Moment) -> Strand:
    since = said(conversation.opened_at, now=at.at, zone=at.zone, language=at.language)
    state = words.state_words(conversation.state)
    with_whom = conversation.assignee.first_name if conversation.assignee and conversation.state in _OPEN else ""
    about = _("%(state)s, with %(name)s, since %(since)s") if with_whom else _("%(state)s, since %(since)s")
    return Strand(
        url=reverse("conversation", args=[conversation.pk]),
        title=conversation.gist or bare_subject(conversation.subject) or _("Without a subject"),
        about=about % {"state": state, "name": with_whom, "since": since},
        language=conversation.language,
        entries=tuple(run),
    )


def _place(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None
