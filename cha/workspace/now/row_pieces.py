"""Rows as list items, for pages and for live: drawn by a template once for each shape, filled with values after.

The template never sees a row's own values, only where they go, so that nothing anybody writes can tear a row. What it
drew for a shape is kept; a filled row is kept for its minute.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from cha.core.ids import encode
from cha.language.times import ago, by_when, clock, span
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.care import SOON, ring
from cha.ui.jinja import icon, url
from cha.ui.kept import Kept, rendered
from cha.ui.names import initials
from cha.workspace.now import words
from cha.workspace.now.rows import RISK, Moment, Row, care_number, due_of, is_here, iso, urgency_of

_HOLE: Final = re.compile("\x1f([a-z_]+)\x1f")
_NAMES: Final = (
    "id", "url", "tint", "letters", "name", "line", "line_language", "words", "words_language", "since", "until",
    "keeper", "care", "current", "urgency", "share", "wait", "due", "there", "here",
)  # fmt: skip
_filled: Kept[Markup] = Kept(2000)


class Shape(NamedTuple):
    """What decides which parts a row has: two of one shape differ in their values alone."""

    language: str
    medium: str
    mood: str
    guess: bool
    absent: tuple[str, ...]


def forget_rows() -> None:
    """Drop every kept row."""
    _filled.clear()


def pieces(rows: Sequence[Row], moment: Moment, current: int | None = None) -> list[Markup]:
    """Each row as a list item; `current` is the conversation that is open."""
    minute = moment.minute
    keys = [(*_timing(row), minute, row["id"] == current) for row in rows]
    return _filled.all(keys, lambda places: [_piece(rows[place], moment, current) for place in places])


def _timing(row: Row) -> tuple[Any, ...]:
    versions = row["id"], row["version"], row["person__version"]
    return *versions, row["care_at"], row["waiting_since"], row["next_promise_at"], row["promise_state"], row["last_at"]


def _piece(row: Row, moment: Moment, current: int | None) -> Markup:
    values = _values(row) | _of_the_moment(row, moment, current)
    absent = tuple(name for name in _NAMES if not values[name])
    shape = Shape(moment.language, row["medium"], row["mood"], row["mood_guess"], absent)
    first, rest = _parts(shape)
    whole = first + "".join([f"{values[name]}{part}" for name, part in rest])
    return Markup(whole)  # noqa: S704 - every value is escaped, or our own


def _values(row: Row) -> dict[str, str]:
    """What stays the same while nothing happens."""
    subject = row["gist"] or bare_subject(row["subject"])
    since, due, name = row["waiting_since"], due_of(row), row["person__name"]
    # Hard words are folded here, too: nobody has to read them on the way to somebody else.
    said = _("Hard words, folded") if since and row["mood"] == "hostile" else row["last_words"]
    return {
        "id": encode(row["id"]),
        "url": url("conversation", row["id"]),
        "tint": str(row["person__tint"]),
        "letters": escape(initials(name)),
        "name": escape(name),
        "line": escape(subject or said),
        "line_language": escape(row["language"]),
        "words": escape(said) if subject else "",
        "words_language": escape(row["last_language"] or "und") if subject else "",
        "since": iso(since),
        "until": iso(due) if since else "",
        "keeper": escape((row["assignee__name"] or "").split(" ")[0]),
    }


def _of_the_moment(row: Row, moment: Moment, current: int | None) -> dict[str, str]:
    """What changes with the minute or the reader."""
    since, due = row["waiting_since"], due_of(row)
    return {
        "care": str(care_number(row)),
        "current": ' aria-current="true"' if row["id"] == current else "",
        "urgency": urgency_of(row, moment.at),
        "share": str(ring(since, due, moment.at) or 1),
        "wait": ago(moment.at - since, moment.language) if since else "",
        "due": due_of_row(row["next_promise_at"], row["promise_state"], moment),
        "there": elsewhere(row["person__zone"], moment),
        "here": here_of_row(row, moment),
    }


@lru_cache(maxsize=1000)
def _parts(shape: Shape) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first value; then each value's name with what stands behind it."""
    holes = {name: "" if name in shape.absent else Markup(f"\x1f{name}\x1f") for name in _NAMES}  # noqa: S704 - ours
    row = SimpleNamespace(
        **holes,
        via=words.glyph_of(shape.medium),
        via_words=words.medium_words(shape.medium),
        mood=shape.mood,
        mood_words=words.mood_words(shape.mood),
        guess=shape.guess,
    )
    first, *rest = _HOLE.split(rendered("workspace/now/pieces/_row.html", row=row))
    return first, list(zip(rest[::2], rest[1::2], strict=True))


def due_of_row(by: datetime | None, state: str, moment: Moment) -> str:
    if by is None:
        return _due_piece("risk", "heart-crack", str(escape(_("promise broken")))) if state == "broken" else ""
    left = by - moment.at
    if state == "risk" or left <= RISK:
        (before, over), until = _left_words(moment.language), iso(by)
        said = (over if left < timedelta(0) else before).replace("%s", span(abs(left), moment.language))
        timed = f'datetime="{until}" data-until="{until}" data-words="{before}" data-late="{over}"'
        return _due_piece("risk", "handshake", f"<time {timed}>{said}</time>")
    state = "soon" if left <= SOON else ""
    return _due_piece(state, "handshake", _by(by, moment.at.date().isoformat(), moment.zone, moment.language))


@lru_cache(maxsize=32)
def _left_words(_language: str) -> tuple[str, str]:
    """How time that is left and time that is over are said."""
    return str(escape(_("%s left"))), str(escape(_("%s over")))


@lru_cache(maxsize=2000)
def _by(by: datetime, today: str, zone: str, language: str) -> str:
    local = by.astimezone(ZoneInfo(zone))
    if local.date().isoformat() == today:
        return str(escape(_("by %(time)s") % {"time": f"{local:%H:%M}"}))
    noon = datetime.fromisoformat(f"{today}T12:00:00+00:00")
    return str(escape(by_when(by, now=noon, zone=zone, language=language)))


def _due_piece(state: str, glyph: str, inner: str) -> str:
    return f'<span class="due" data-state="{state}">{_drawn(glyph)}{inner}</span>'


@lru_cache(maxsize=32)
def _drawn(glyph: str) -> str:
    return str(icon(glyph))


def here_of_row(row: Row, moment: Moment) -> str:
    """That they are in the chat and wait there; "" when not."""
    return _here_piece(moment.language) if is_here(row) else ""


@lru_cache(maxsize=32)
def _here_piece(_language: str) -> str:
    return f'<span class="chatting">{_drawn("message-circle")}{escape(_("in the chat now"))}</span>'


def elsewhere(zone: str, moment: Moment) -> str:
    """Their time of day, where their clock is not ours and says before eight or after twenty."""
    if not zone or zone == moment.zone:
        return ""
    theirs, ours = moment.at.astimezone(ZoneInfo(zone)), moment.at.astimezone(ZoneInfo(moment.zone))
    if 8 <= theirs.hour < 20 or theirs.utcoffset() == ours.utcoffset():
        return ""
    time = clock(moment.at, zone=zone, language=moment.language)
    return str(Markup('<span class="there">{}{}</span>').format(icon("moon"), _("%(time)s there") % {"time": time}))
