"""The thread of a conversation: what was heard, said and noted, and what was done, oldest first.

Entries are values; each is rendered once and kept under itself, whoever reads. The whole thread is kept under the
conversation's version, so a page that shows it again asks the database for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.channels.models import Delivery
from cha.channels.models.visit import visits_of
from cha.conversations.models import Attachment, Conversation, Kind, Later, Message, State
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.core.queries import asked
from cha.language.times import said
from cha.ui.kept import Kept
from cha.ui.pieces import Step as Shown
from cha.workspace.now import words
from cha.workspace.now.beside import Strand, acts_of, laters_of, repeats, strands, ways_with_hard, why_it_rests
from cha.workspace.now.carried import carried
from cha.workspace.now.chatted import chatted, is_answer, read_mark, seen_upto
from cha.workspace.now.corrected import corrected, corrections
from cha.workspace.now.entry import Entry, File, Frame, entry_pieces, event_entry, forget_entries, with_days
from cha.workspace.now.events import QUIET, is_quiet_line, names_for
from cha.workspace.now.pathway_lines import pathway_lines
from cha.workspace.now.seals import seen
from cha.workspace.now.voices import LOOKS, doubt, glyph_of, opened, voice
from cha.workspace.offers.card import Card, cards
from cha.workspace.stories.ways import ways

PAGE: Final = 50
OPEN_AT_LEAST: Final = 3
OPEN_AT_MOST: Final = 14
# More than any id.
LAST: Final = 2**63 - 1
EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)

MESSAGE_FIELDS: Final = (
    "id", "kind", "author_kind", "author_id", "author_name", "at", "medium", "address", "text", "quoted", "language",
    "delivery", "extra", "payload_id", "mood__kind",
)  # fmt: skip


_threads: Final[Kept[Markup]] = Kept(400)


def forget_threads() -> None:
    """Drop every kept entry and thread."""
    forget_entries()
    _threads.clear()


def thread(conversation: Conversation, zone: str, before: int | None = None, seen: int | None = None) -> Markup:
    """The newest PAGE entries (or those before a message's id) as list items, with the way to earlier ones."""
    today = now().astimezone(ZoneInfo(zone)).date()
    upto = seen_upto(visits_of(conversation.pk)) if seen is None else seen
    key = (conversation.pk, conversation.version, get_language(), today, before, upto)
    kept = _threads.get(key)
    if kept is None:
        made = entries(conversation, zone, before, upto)
        kept = Markup("").join([_earlier(conversation, made), *entry_pieces(made)])
        _threads.put(key, kept)
    return kept


def _earlier(conversation: Conversation, made: Sequence[Entry]) -> Markup:
    if sum(entry.look not in ("line", "day", "later") for entry in made) < PAGE:
        return Markup("")
    oldest = next(entry for entry in made if entry.look not in ("line", "day", "later"))
    address = reverse("conversation", args=[conversation.pk]) + "?before=" + oldest.id.removeprefix("entry-")
    piece = '<li class="day"><a href="{}" data-turbo-frame="conversation">{}</a></li>'
    return Markup(piece).format(address, _("Earlier"))  # noqa: S704


def entries(conversation: Conversation, zone: str, before: int | None = None, seen: int = 0) -> list[Entry]:
    """The entries of a thread. Six queries at most, however many entries.

    `seen` is the last message of ours that they saw in the chat.
    """
    messages = list(_messages(conversation.pk, before or LAST))[::-1]
    since = messages[0]["at"] if len(messages) == PAGE else None
    names = names_for(conversation.person.called)
    frame = Frame(conversation, zone, now(), names)
    made = _said(messages, frame, seen)
    if not before:
        made += _done(conversation, since, frame)
    made.sort(key=lambda entry: entry.care)
    laters = [] if before else [_later(row, frame) for row in laters_of(conversation.pk)]
    return with_days(made, zone) + laters


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


def _said(messages: Sequence[dict[str, Any]], frame: Frame, seen: int) -> list[Entry]:
    first = messages[0]["id"] if messages else LAST
    html = set(_with_html(frame.conversation.pk, first))
    files = _files(frame.conversation.pk, first)
    troubles = _troubles([row["id"] for row in messages if row["delivery"] in ("failed", "unsent")])
    answered = max((row["id"] for row in messages if is_answer(row)), default=0)
    read = read_mark(messages, seen)
    ours = frame.conversation.state == State.OURS
    pathed = max((row["id"] for row in messages if row["kind"] == Kind.ACKNOWLEDGED), default=0)
    last_day = messages[-1]["at"].astimezone(ZoneInfo(frame.zone)).date() if messages else date.min
    hanging = strands(frame.conversation.pk, list(messages))
    offered = cards(frame.conversation.pk, messages, zone=frame.zone, now=frame.now, time=frame.time)
    made = []
    for place, row in enumerate(messages):
        from_end = len(messages) - place
        fresh = ours and row["kind"] == Kind.HEARD and row["id"] > answered
        folded = not (fresh or row["id"] in offered) and (
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
                steps=pathway_lines(frame) if row["id"] == pathed else (),
                strand=hanging.get(row["id"], Strand()),
                read=row["id"] == read,
                offer=offered.get(row["id"]),
            )
        )
    return made


def _message(
    row: dict[str, Any],
    frame: Frame,
    *,
    folded: bool,
    fresh: bool,
    files: tuple[File, ...],
    trouble: tuple[str, bool],
    html: bool,
    steps: tuple[Shown, ...],
    strand: Strand,
    read: bool,
    offer: Card | None = None,
) -> Entry:
    kind, public = row["kind"], encode(row["id"])
    conversation = frame.conversation
    who, how = voice(row, frame.names.person)
    now_says = corrected(row, frame.time)
    hard = kind == Kind.HEARD and row["mood__kind"] == "hostile"
    place = [conversation.pk, row["id"]]
    return Entry(
        id=f"entry-{public}",
        care=int(row["at"].timestamp() * 1000),
        look=LOOKS[kind],
        glyph="split" if offer else glyph_of(row),
        who=who,
        how=", ".join(part for part in (offer.title if offer else "", how, now_says.when) if part),
        iso=row["at"].isoformat(timespec="seconds"),
        time=frame.time(row["at"]),
        text=row["extra"].get("preview", "") or row["text"] if kind == Kind.ACKNOWLEDGED else now_says.text,
        language=row["language"],
        quoted=now_says.earlier,
        preview=_("Hard words, folded") if hard else " ".join(now_says.text[:240].split()),
        as_sent=reverse("as-sent", args=place) if html else "",
        files=files,
        steps=steps,
        progress="" if trouble[0] else opened(row, frame.time) or words.delivery_words(row["delivery"]),
        carried=(*chatted(row, frame.time), *carried(row, conversation.pk, frame.time)),
        read=read,
        doubt=doubt(row),
        seal=seen(row["extra"]),
        trouble=trouble[0],
        came_back=trouble[1],
        tone="honey" if row["delivery"] == "unsent" else "plum",
        again=reverse("sending", args=place) if trouble[0] else "",
        folded=folded and not strand.new,
        fresh=fresh,
        hard=hard,
        acts=(
            *strand.acts,
            *corrections(row, conversation.pk, frame.now),
            *(ways_with_hard(conversation.pk) if hard else ()),
        ),
        new=strand.new,
        offer=offer,
    )


def _later(row: Later, frame: Frame) -> Entry:
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


def _done(conversation: Conversation, since: datetime | None, frame: Frame) -> list[Entry]:
    rows = _quiet(_events(conversation.pk, since or EVER))
    led = ways(rows)
    return [event_entry(event, frame.names, frame.time(event.at), led.get(event.pk)) for event in rows]


def _quiet(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if is_quiet_line(event.verb, event.facts)]
