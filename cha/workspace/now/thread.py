"""The thread of a conversation: what was heard, said and noted, and what was done, oldest first.

Entries are values; each is rendered once and kept under itself, whoever reads. The whole thread is kept under the
conversation's version, so a page that shows it again asks the database for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.channels.models import Delivery
from cha.conversations.models import Attachment, Conversation, Kind, Later, Message, State
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.core.queries import asked
from cha.language.times import by_when, clock, said
from cha.promises.pathway import Step
from cha.promises.wording import pathway_of
from cha.ui.kept import BETWEEN, Kept, rendered
from cha.ui.pieces import Step as Shown
from cha.workspace.now import words
from cha.workspace.now.beside import Act, Strand, acts_of, laters_of, repeats, strands, why_it_rests
from cha.workspace.now.bodies import paragraphs
from cha.workspace.now.events import QUIET, Names, is_quiet_line, names_for, sentence
from cha.workspace.now.voices import LOOKS, doubt, glyph_of, opened, voice
from cha.workspace.stories.ways import Way, ways

PAGE: Final = 50
OPEN_AT_LEAST: Final = 3
OPEN_AT_MOST: Final = 14
SHORT: Final = 14
# More than any id.
LAST: Final = 2**63 - 1
EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)

MESSAGE_FIELDS: Final = (
    "id", "kind", "author_kind", "author_id", "author_name", "at", "medium", "address", "text", "quoted", "language",
    "delivery", "extra",
)  # fmt: skip


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
    doubt: str = ""
    progress: str = ""
    trouble: str = ""
    came_back: bool = False
    tone: str = ""
    again: str = ""
    folded: bool = False
    fresh: bool = False
    new: bool = False
    rests: str = ""
    acts: tuple[Act, ...] = ()
    way: Way | None = None

    @property
    def paragraphs(self) -> tuple[Markup, ...]:
        return paragraphs(self.text)

    @property
    def key(self) -> str:
        """What its look depends on, as one string."""
        return repr(self)


_entries: Kept[str] = Kept(3000)
_threads: Kept[Markup] = Kept(400)


def forget_threads() -> None:
    """Drop every kept entry and thread."""
    _entries.clear()
    _threads.clear()


def thread(conversation: Conversation, zone: str, before: int | None = None) -> Markup:
    """The newest PAGE entries (or those before a message's id) as list items, with the way to earlier ones."""
    today = now().astimezone(ZoneInfo(zone)).date()
    key = (conversation.pk, conversation.version, get_language(), today, before)
    kept = _threads.get(key)
    if kept is None:
        made = entries(conversation, zone, before)
        kept = Markup("").join([_earlier(conversation, made), *entry_pieces(made)])
        _threads.put(key, kept)
    return kept


def entry_pieces(made: Sequence[Entry]) -> list[Markup]:
    """Each entry as a list item; those that are not kept are rendered in one call."""
    language = get_language()
    keys = [(entry.key, language) for entry in made]
    found = _entries.all(keys, lambda places: _render([made[at] for at in places]))
    return [Markup(piece) for piece in found]  # noqa: S704 - rendered with everything escaped


def _render(made: Sequence[Entry]) -> list[str]:
    whole = rendered("workspace/now/pieces/_entries.html", entries=made, between=BETWEEN)
    return str(whole).split(BETWEEN)[: len(made)]


def _earlier(conversation: Conversation, made: Sequence[Entry]) -> Markup:
    if sum(entry.look not in ("line", "day", "later") for entry in made) < PAGE:
        return Markup("")
    oldest = next(entry for entry in made if entry.look not in ("line", "day", "later"))
    address = reverse("conversation", args=[conversation.pk]) + "?before=" + oldest.id.removeprefix("entry-")
    piece = '<li class="day"><a href="{}" data-turbo-frame="conversation">{}</a></li>'
    return Markup(piece).format(address, _("Earlier"))  # noqa: S704


def entries(conversation: Conversation, zone: str, before: int | None = None) -> list[Entry]:
    """The entries of a thread. Six queries at most, however many entries."""
    messages = list(_messages(conversation.pk, before or LAST))[::-1]
    since = messages[0]["at"] if len(messages) == PAGE else None
    names = names_for(conversation.person.called)
    frame = _Frame(conversation, zone, now(), names)
    made = _said(messages, frame)
    if not before:
        made += _done(conversation, since, frame)
    made.sort(key=lambda entry: entry.care)
    laters = [] if before else [_later(row, frame) for row in laters_of(conversation.pk)]
    return _with_days(made, zone) + laters


@asked(int, int)
def _messages(conversation: int, before: int) -> QuerySet[Message, Any]:
    rows = Message.objects.filter(conversation_id=conversation, pk__lt=before).order_by("-id")
    found: QuerySet[Message, Any] = rows.values(*MESSAGE_FIELDS)
    return found[:PAGE]


@asked(int, int)
def _with_html(conversation: int, first: int) -> QuerySet[Message, int]:
    rows = Message.objects.filter(conversation_id=conversation, pk__gte=first).exclude(html="")
    return rows.values_list("id", flat=True)


@asked(int, int)
def _attached(conversation: int, first: int) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(message__conversation_id=conversation, message_id__gte=first, inline=False)
    return rows.order_by("id")


@asked(int, datetime)
def _events(conversation: int, since: datetime) -> QuerySet[Event]:
    rows = Event.objects.filter(conversation_id=conversation, verb__in=sorted(QUIET), at__gte=since)
    return rows.order_by("-id")[:PAGE]


@dataclass(frozen=True, slots=True)
class _Frame:
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


def _said(messages: Sequence[dict[str, Any]], frame: _Frame) -> list[Entry]:
    first = messages[0]["id"] if messages else LAST
    html = set(_with_html(frame.conversation.pk, first))
    files = _files(frame.conversation.pk, first)
    troubles = _troubles([row["id"] for row in messages if row["delivery"] in ("failed", "unsent")])
    answered = max((row["id"] for row in messages if row["kind"] == Kind.SAID), default=0)
    ours = frame.conversation.state == State.OURS
    pathed = max((row["id"] for row in messages if row["kind"] == Kind.ACKNOWLEDGED), default=0)
    last_day = messages[-1]["at"].astimezone(ZoneInfo(frame.zone)).date() if messages else date.min
    hanging = strands(frame.conversation.pk, list(messages))
    made = []
    for place, row in enumerate(messages):
        from_end = len(messages) - place
        fresh = ours and row["kind"] == Kind.HEARD and row["id"] > answered
        folded = not fresh and (
            from_end > OPEN_AT_MOST
            or (from_end > OPEN_AT_LEAST and row["at"].astimezone(ZoneInfo(frame.zone)).date() != last_day)
        )
        made.append(
            _message(
                row,
                frame,
                folded=folded,
                fresh=fresh,
                files=files.get(row["id"], ()),
                trouble=troubles.get(row["id"], ("", False)),
                html=row["id"] in html,
                steps=_steps(frame) if row["id"] == pathed else (),
                strand=hanging.get(row["id"], Strand()),
            )
        )
    return made


def _message(
    row: dict[str, Any],
    frame: _Frame,
    *,
    folded: bool,
    fresh: bool,
    files: tuple[File, ...],
    trouble: tuple[str, bool],
    html: bool,
    steps: tuple[Shown, ...],
    strand: Strand,
) -> Entry:
    kind, public = row["kind"], encode(row["id"])
    conversation = frame.conversation
    who, how = voice(row, frame.names.person)
    place = [conversation.pk, row["id"]]
    return Entry(
        id=f"entry-{public}",
        care=int(row["at"].timestamp() * 1000),
        look=LOOKS[kind],
        glyph=glyph_of(row),
        who=who,
        how=how,
        iso=row["at"].isoformat(timespec="seconds"),
        time=frame.time(row["at"]),
        text=row["extra"].get("preview", "") or row["text"] if kind == Kind.ACKNOWLEDGED else row["text"],
        language=row["language"],
        quoted=row["quoted"],
        preview=" ".join(row["text"][:240].split()),
        as_sent=reverse("as-sent", args=place) if html else "",
        files=files,
        steps=steps,
        progress="" if trouble[0] else opened(row, frame.time) or words.delivery_words(row["delivery"]),
        doubt=doubt(row),
        trouble=trouble[0],
        came_back=trouble[1],
        tone="honey" if row["delivery"] == "unsent" else "plum",
        again=reverse("sending", args=place) if trouble[0] else "",
        folded=folded and not strand.new,
        fresh=fresh,
        acts=strand.acts,
        new=strand.new,
    )


def _later(row: Later, frame: _Frame) -> Entry:
    """An answer that waits for its time, or for a member's word: at the foot of the thread."""
    when = said(row.goes_at, now=frame.now, zone=frame.zone, language=get_language() or "en")
    rests = why_it_rests(row, frame.conversation.person.first_name)
    return Entry(
        id=f"later-{encode(row.pk)}",
        care=max(int(row.goes_at.timestamp() * 1000), int(frame.now.timestamp() * 1000)),
        look="later",
        glyph="clock",
        who=row.member.first_name,
        how=", ".join(
            part for part in (_("waits") if rests else _("goes %(when)s") % {"when": when}, repeats(row)) if part
        ),
        iso=row.goes_at.isoformat(timespec="seconds"),
        time="",
        text=row.text,
        language=frame.conversation.language,
        rests=rests,
        acts=acts_of(row),
    )


def _files(conversation: int, first: int) -> dict[int, tuple[File, ...]]:
    found: dict[int, tuple[File, ...]] = {}
    for row in _attached(conversation, first):
        file = File(row.name, reverse("attachment", args=[row.pk]), filesizeformat(row.size), row.is_picture)
        found[row.message_id or 0] = (*found.get(row.message_id or 0, ()), file)
    return found


def _troubles(ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """What the other side said where something was not sent, and whether it came back, by message."""
    if not ids:
        return {}
    rows = Delivery.objects.filter(message__in=ids, state__in=["failed", "unsent"]).order_by("id")
    found = rows.values_list("message_id", "said", "back")
    return {key: (said or _("Nobody said why."), bool(back)) for key, said, back in found if key}


def _steps(frame: _Frame) -> tuple[Shown, ...]:
    steps = pathway_of(frame.conversation, now=frame.now)
    return tuple(Shown(step.state, _step(step, frame), _step_when(step, frame)) for step in steps)


def _step(step: Step, frame: _Frame) -> str:
    who, person = step.who, _short(frame.names.person)
    if step.code == "received":
        return _("Heard")
    if step.code == "read":
        return _("Read")
    if step.code == "answered":
        return _("%(who)s answers") % {"who": who} if who else _("Answer")
    if step.code == "put_right":
        return _("%(who)s’s turn") % {"who": person} if step.side == "them" else _("Put right")
    return _("%(who)s confirms") % {"who": person}


def _short(name: str) -> str:
    """A first name, or the beginning of an address, that fits the narrow column of a step."""
    first = name.split(" ")[0].partition("@")[0] or name
    return first if len(first) <= SHORT else f"{first[: SHORT - 1]}…"


def _step_when(step: Step, frame: _Frame) -> str:
    if step.at:
        return frame.time(step.at)
    return by_when(step.by, now=frame.now, zone=frame.zone, language=get_language() or "en") if step.by else ""


def _done(conversation: Conversation, since: datetime | None, frame: _Frame) -> list[Entry]:
    rows = _quiet(_events(conversation.pk, since or EVER))
    led = ways(rows)
    return [event_entry(event, frame.names, frame.time(event.at), led.get(event.pk)) for event in rows]


def _quiet(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if is_quiet_line(event.verb, event.facts)]


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


def _with_days(made: Sequence[Entry], zone: str) -> list[Entry]:
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
