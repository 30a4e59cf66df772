"""The fields of the filter language: their names, and the values that a field of fixed values takes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cha.conversations.filters import spans
from cha.conversations.models.mood import MOODS

ME: Final = frozenset({"me", "you", "myself"})
NOBODY: Final = frozenset({"nobody", "none", "noone"})
MINE: Final = frozenset({"mine", "my", "us"})
STATES: Final = (
    "waiting", "theirs", "open", "right", "confirmed", "snoozed", "aside", "trash", "unassigned", "mine", "promised",
    "risk", "new",
)  # fmt: skip
THINGS: Final = ("file", "note", "promise", "draft")
DUE: Final = ("today", "tomorrow", "week", "late")
TARGETS: Final = ("missed",)
OWN: Final = "field."

# What people type for it: their other desk's word, or the screen's.
ALIASES: Final = {
    "assignee": "with", "assigned": "with", "state": "is", "status": "is", "feels": "mood", "lang": "language",
    "in": "channel", "label": "tag", "since": "after", "until": "before", "person": "from", "about": "topic",
    "company": "organisation", "organization": "organisation",
}  # fmt: skip
SAME: Final = {
    "later": "snoozed", "spam": "aside", "done": "right", "put_right": "right", "ours": "waiting", "deleted": "trash",
    "late": "risk", "photo": "file", "picture": "file", "attachment": "file", "files": "file", "notes": "note",
}  # fmt: skip

_WAIT: Final = re.compile(r"[<>]?[0-9]{1,4}(?:m|min|h|d|w)")
_OWN_NAME: Final = re.compile(r"field\.[\w-]{1,40}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `values`: all that it takes, where they are fixed; `takes`: whether it can be read as one of it."""

    name: str
    values: tuple[str, ...] = ()
    takes: Callable[[str], bool] = bool
    named: bool = False


def _wait(value: str) -> bool:
    return _WAIT.fullmatch(value) is not None


# `named` ones are names that must be looked up (`knowing.py`).
FIELDS: Final = {
    field.name: field
    for field in (
        Field("from", named=True),
        Field("organisation", named=True),
        Field("with", named=True),
        Field("team", named=True),
        Field("channel", named=True),
        Field("medium"),
        Field("tag", named=True),
        Field("topic"),
        Field("language"),
        Field("mood", MOODS),
        Field("is", STATES),
        Field("has", THINGS),
        Field("before", takes=spans.readable),
        Field("after", takes=spans.readable),
        Field("during", takes=spans.readable),
        Field("waits", takes=_wait),
        Field("promised", DUE),
        Field("target", TARGETS),
    )
}


def field_of(name: str) -> Field | None:
    """The field of a name or of another name for it, in any case; a field of the house's own is `field.<name>`."""
    name = name.casefold()
    if _OWN_NAME.fullmatch(name):
        return Field(name)
    return FIELDS.get(ALIASES.get(name, name))


def value_of(field: Field, value: str) -> str:
    """A value as it is kept, or "" where the field does not take it."""
    value = " ".join(value.replace('"', " ").split())[:100]
    if field.values:
        plain = value.casefold()
        return plain if plain in field.values else _same(field, plain)
    plain = value.casefold() if field.takes is not bool else value
    return plain if field.takes(plain) else ""


def _same(field: Field, plain: str) -> str:
    other = SAME.get(plain, "")
    return other if other in field.values else ""


def near(word: str, words: tuple[str, ...]) -> str:
    """The word that may have been meant, or ""."""
    return next(iter(difflib.get_close_matches(word.casefold(), words, 1, 0.7)), "")
