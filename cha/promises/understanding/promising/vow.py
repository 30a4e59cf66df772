"""What a draft promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

# What is promised.
KINDS: Final = ("answer", "call", "send", "deliver", "refund", "replace", "visit", "check", "other")

# Why a promise is a question to the member; the first that holds is told. Those of a moment stand in
# cha.language.moments (`past`, `same_weekday`, `no_such_date`, `closed`, `sunday`, `around` …).
DOUBTS: Final = (
    "hedged", "condition", "no_time", "can", "choice", "reported", "question", "humour", "subject", "which_day",
    "time_unclear",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vow:
    """One promise as a draft says it.

    what: of `KINDS`. words: its own words, short, without the time ("ring you"). by: aware, in the person's zone; None
    where no moment can be said. sure: nothing about it is doubtful. why: the code of the doubt, "" when sure.
    start, end: where it stands in the text.
    """

    what: str
    words: str
    by: datetime | None
    sure: bool
    why: str
    start: int
    end: int
