"""Entries of a thread: values, each rendered once and kept under itself, whoever reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from markupsafe import Markup

from cha.conversations.models import Conversation
from cha.core.ledger import Event
from cha.language.times import clock, said
from cha.ui.kept import BETWEEN, Kept, rendered
from cha.ui.pieces import Step as Shown
from cha.workspace.now.beside import Act
from cha.workspace.now.bodies import paragraphs
from cha.workspace.now.carried import Carried
from cha.workspace.now.events import QUIET, Names, sentence
from cha.workspace.now.seals import Seen
from cha.workspace.offers.card import Card
from cha.workspace.stories.ways import Way

_entries: Final[Kept[str]] = Kept(3000)


@dataclass(frozen=True, slots=True)
class File:
    """A file in an entry."""

    name: str
    url: str
    size: str
    picture: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the thread; all that its look depends on. `care` sorts it: milliseconds since 1970."""

    id: str
    care: int
    look: str
    glyph: str
    who: str
    how: str
    iso: str
    time: str
    text: str = ""
    language: str = ""
    quoted: str = ""
    preview: str = ""
    as_sent: str = ""
    files: tuple[File, ...] = ()
    steps: tuple[Shown, ...] = ()
    carried: tuple[Carried, ...] = ()
    doubt: str = ""
    seal: Seen | None = None
    progress: str = ""
    read: bool = False
    trouble: str = ""
    came_back: bool = False
    tone: str = ""
    again: str = ""
    folded: bool = False
    # Its words hurt: they are folded until somebody wants to read them.
    hard: bool = False
    fresh: bool = False
    new: bool = False
    rests: str = ""
    acts: tuple[Act, ...] = ()
    way: Way | None = None
    offer: Card | None = None

    @property
    def paragraphs(self) -> tuple[Markup, ...]:
        return paragraphs(self.text)

    @property
    def key(self) -> str:
        """What its look depends on, as one string."""
        return repr(self)


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose thread it is, and by which clock and names it is told."""

    conversation: Conversation
    zone: str
    now: datetime
    names: Names

    def time(self, at: datetime) -> str:
        """The clock, and the day where it is not today's."""
        same = at.astimezone(ZoneInfo(self.zone)).date() == self.now.astimezone(ZoneInfo(self.zone)).date()
        language = get_language() or "en"
        if same:
            return clock(at, zone=self.zone, language=language)
        return said(at, now=self.now, zone=self.zone, language=language)


def forget_entries() -> None:
    """Drop every kept entry."""
    _entries.clear()


def entry_pieces(made: Sequence[Entry]) -> list[Markup]:
    """Each entry as a list item; those that are not kept are rendered in one call."""
    language = get_language()
    keys = [(entry.key, language) for entry in made]
    found = _entries.all(keys, lambda places: _render([made[at] for at in places]))
    return [Markup(piece) for piece in found]  # noqa: S704 - rendered with everything escaped


def _render(made: Sequence[Entry]) -> list[str]:
    whole = rendered("workspace/now/pieces/_entries.html", entries=made, between=BETWEEN)
    return str(whole).split(BETWEEN)[: len(made)]


def event_entry(event: Event, names: Names, time: str, way: Way | None = None) -> Entry:
    """A quiet line of something that was done."""
    return Entry(
        id=f"event-{event.pk}",
        care=int(event.at.timestamp() * 1000),
        look="line",
        glyph=QUIET[event.verb],
        who="",
        how=sentence(event, names),
        iso=event.at.isoformat(timespec="seconds"),
        time=time,
        way=way,
    )


def with_days(made: Sequence[Entry], zone: str) -> list[Entry]:
    """The same, with the day said wherever it changes."""
    shown: list[Entry] = []
    day: date | None = None
    for entry in made:
        at = datetime.fromisoformat(entry.iso).astimezone(ZoneInfo(zone))
        if at.date() != day:
            day = at.date()
            midnight = int(datetime.combine(day, datetime.min.time(), at.tzinfo).timestamp() * 1000)
            shown.append(_day(day, midnight, at))
        shown.append(entry)
    return shown


def _day(day: date, care: int, at: datetime) -> Entry:
    language = get_language() or "en"
    noon = at + timedelta(days=30)
    words_of_day = said(at, now=noon, zone=str(at.tzinfo), language=language)
    return Entry(f"day-{day.isoformat()}", care, "day", "", "", words_of_day, day.isoformat(), "")
