"""What is known that answers a step by itself. Pure: the values are read by `resolutions.guide_facts`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cha.resolutions.guides.flow import Step, Turn

_DAYS: Final = re.compile(r"(?P<how>up to|over) (?P<days>\d{1,4}) days?")
ANY: Final = "known"
ELSE: Final = "anything else"


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known: `value` as it is compared, `said` as it is shown, `source` who says so.

    `days`: for a day, how many days ago it was (negative: still to come), None for what is no day.
    """

    value: str
    said: str = ""
    source: str = ""
    days: int | None = None


Knowledge = Mapping[str, Known]


def fits(pattern: str, known: Known) -> bool:
    """Whether what is known is what an answer waits for.

    "known" is anything; "past", "today", "to come", "up to 2 days", "over 2 days" speak of a day; all else is compared
    as whole words, whatever their case.
    """
    pattern = pattern.casefold().strip()
    if pattern == ANY:
        return True
    if known.days is not None:
        if pattern in ("past", "today", "to come"):
            return pattern == ("past" if known.days > 0 else "today" if known.days == 0 else "to come")
        if hit := _DAYS.fullmatch(pattern):
            return known.days <= int(hit["days"]) if hit["how"] == "up to" else known.days > int(hit["days"])
    return re.search(rf"(?<!\w){re.escape(pattern)}(?!\w)", known.value.casefold()) is not None


def known_turn(step: Step, knowledge: Knowledge) -> Turn | None:
    """The answer that is known; None where nothing is, or it fits none or several of the answers."""
    known = knowledge.get(step.known) if step.known else None
    if known is None:
        return None
    hits = [turn for turn in step.turns if any(fits(pattern, known) for pattern in turn.when if pattern != ELSE)]
    if not hits:
        hits = [turn for turn in step.turns if ELSE in turn.when]
    return hits[0] if len(hits) == 1 else None
