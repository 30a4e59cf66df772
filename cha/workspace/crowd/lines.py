"""Lines of the long list: drawn by a template once for each shape, filled with values after, and kept for their minute.

As in `workspace/now/row_pieces.py`, the template never sees a row's own values, only where they go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from cha.core.ids import encode
from cha.language.times import ago, said
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.care import ring
from cha.ui.jinja import icon, url
from cha.ui.kept import Kept, rendered
from cha.ui.names import initials
from cha.workspace.now import words
from cha.workspace.now.row_pieces import due_of_row, here_of_row
from cha.workspace.now.rows import Moment, due_of, iso, urgency_of

_HOLE: Final = re.compile("\x1f([a-z_]+)\x1f")
_NAMES: Final = (
    "id", "url", "tint", "letters", "name", "about", "about_language", "since", "until", "share", "urgency", "wait",
    "due", "keeper", "keeper_tint", "keeper_letters", "state", "last", "when", "topic", "tags", "team", "language",
    "erased", "number",
)  # fmt: skip
_filled: Kept[Markup] = Kept(4000)


class Shape(NamedTuple):
    """What decides which parts a line has."""

    language: str
    columns: tuple[str, ...]
    medium: str
    mood: str
    guess: bool
    absent: tuple[str, ...]


class Beside(NamedTuple):
    """What a line shows that is in no column of its conversation, by the conversation's id."""

    tags: Mapping[int, Sequence[str]]
    erased: Mapping[int, datetime]


def lines(
    rows: Sequence[Mapping[str, Any]], moment: Moment, columns: tuple[str, ...], beside: Beside, first: int
) -> list[Markup]:
    """Each row as a line of the table; `first` is the number of the first one in the whole list."""
    minute = moment.minute
    keys = [
        (row["id"], row["version"], row["person__version"], row["care_at"], row["promise_state"], columns, minute)
        for row in rows
    ]
    made = _filled.all(keys, lambda places: [_line(rows[place], moment, columns, beside) for place in places])
    # Two above the first: the head of the table is the first row.
    return [
        Markup(line.replace("\x1e", str(number)))  # noqa: S704 - as it was
        for number, line in enumerate(made, first + 1)
    ]


def _line(row: Mapping[str, Any], moment: Moment, columns: tuple[str, ...], beside: Beside) -> Markup:
    values = _values(row) | _of_the_moment(row, moment, beside)
    absent = tuple(name for name in _NAMES if not values[name])
    shape = Shape(moment.language, columns, row["medium"], row["mood"], row["mood_guess"], absent)
    first, rest = _parts(shape)
    return Markup(first + "".join([f"{values[name]}{part}" for name, part in rest]))  # noqa: S704 - escaped, or ours


def _values(row: Mapping[str, Any]) -> dict[str, str]:
    name, keeper = row["person__name"], row["assignee__name"] or ""
    return {
        "id": encode(row["id"]),
        "number": "\x1e",
        "url": url("conversation", row["id"]),
        "tint": str(row["person__tint"]),
        "letters": escape(initials(name)),
        "name": escape(name),
        "about": escape(row["gist"] or bare_subject(row["subject"]) or row["last_words"]),
        "about_language": escape(row["language"]),
        "keeper": escape(keeper.split(" ")[0]),
        "keeper_tint": str(row["assignee__tint"] or 4),
        "keeper_letters": escape(initials(keeper)) if keeper else "",
        "state": escape(words.state_words(row["state"])),
        "topic": escape(words.topic_words(row["topic"])) if row["topic"] else "",
        "team": escape(row["team__name"] or ""),
        "language": escape(words.language_words(row["language"])) if row["language"] else "",
    }


def _of_the_moment(row: Mapping[str, Any], moment: Moment, beside: Beside) -> dict[str, str]:
    since, due = row["waiting_since"], due_of(row)  # type: ignore[arg-type]
    gone = beside.erased.get(row["id"])
    return {
        "since": iso(since),
        "until": iso(due) if since else "",
        "share": str(ring(since, due, moment.at) or 1) if since else "0",
        "urgency": urgency_of(row, moment.at),  # type: ignore[arg-type]
        "wait": ago(moment.at - since, moment.language) if since else "",
        "due": here_of_row(row, moment) + due_of_row(row["next_promise_at"], row["promise_state"], moment),  # type: ignore[arg-type]
        "last": iso(row["last_at"]),
        "when": escape(said(row["last_at"], now=moment.at, zone=moment.zone, language=moment.language)),
        "tags": Markup("").join(Markup('<span class="tag">{}</span>').format(tag) for tag in _tags(row, beside)),
        "erased": escape(_left(gone, moment)) if gone else "",
    }


def _tags(row: Mapping[str, Any], beside: Beside) -> Sequence[str]:
    return beside.tags.get(row["id"], ())


def _left(gone: datetime, moment: Moment) -> str:
    days = max(0, (gone - moment.at).days)
    return _("in %(days)s days") % {"days": days} if days else _("today")


@lru_cache(maxsize=1000)
def _parts(shape: Shape) -> tuple[str, list[tuple[str, str]]]:
    holes = {name: "" if name in shape.absent else Markup(f"\x1f{name}\x1f") for name in _NAMES}  # noqa: S704 - ours
    row = SimpleNamespace(
        **holes,
        via=icon(words.glyph_of(shape.medium)),
        via_words=words.medium_words(shape.medium),
        mood=shape.mood,
        mood_words=words.mood_words(shape.mood),
        guess=shape.guess,
    )
    first, *rest = _HOLE.split(rendered("workspace/crowd/_line.html", row=row, columns=shape.columns))
    return first, list(zip(rest[::2], rest[1::2], strict=True))
