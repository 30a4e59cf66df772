"""The words that can go to a person before a promise breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cha.workspace.now.rows import Moment


@dataclass(frozen=True, slots=True)
class Draft:
    """What would go, in which language, and the new time in it (ISO)."""

    text: str
    language: str
    language_words: str
    until: str
    new_by: datetime


def drafts_of(ids: Sequence[int], at: Moment) -> dict[int, Draft]:
    """A draft for each of these promises, by id. One query."""
    if not ids:
        return {}
    return {}
