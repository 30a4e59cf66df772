"""What is done next about an attempt: never what could pay twice, never nothing. Pure: values and a clock in.

An attempt goes again only with its own key, to a house that knows that key still. Otherwise the house is asked first,
and a new attempt is made only when it is known that the one before did nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# The same attempt goes so often, and so many attempts are made, before somebody must look.
MOST_SENDS: Final = 3
MOST_ATTEMPTS: Final = 3
# When a house is asked again what became of it; the last goes on for ever, so that nothing is forgotten.
LOOKS: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
# Well within what a house remembers of a key, whatever its clock says.
MARGIN: Final = timedelta(minutes=10)


class Step(StrEnum):
    """What is done next."""

    SEND = "send"
    LOOK = "look"
    WAIT = "wait"
    NOT_DONE = "not done"  # it is known that it did nothing
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an attempt, and of how its house works. `way`: the house has taken it, and will do it.

    `held_until`: somebody else works on it until then.
    """

    ended: bool = False
    doubted: bool = False
    way: bool = False
    first_sent_at: datetime | None = None
    sent_at: datetime | None = None
    sends: int = 0
    looks: int = 0
    held_until: datetime | None = None
    keyed: timedelta | None = None
    quiet: timedelta = timedelta(0)


def next_step(told: Told, at: datetime) -> Step:
    """Before anything is asked."""
    if told.ended:
        return Step.NOTHING
    if told.held_until is not None and told.held_until > at:
        return Step.WAIT
    if told.sent_at is None:
        return Step.SEND
    if not told.doubted and not told.way and may_go_again(told, at):
        return Step.SEND
    return Step.LOOK


def after_absent(told: Told, at: datetime) -> Step:
    """The house was asked, and says that it knows nothing of it."""
    if may_go_again(told, at):
        return Step.SEND
    if told.sent_at is not None and at < told.sent_at + told.quiet:
        return Step.WAIT
    return Step.NOT_DONE


def may_go_again(told: Told, at: datetime) -> bool:
    """Whether the same attempt may go once more: the house knows its key still, and was not asked too often."""
    if told.keyed is None or told.first_sent_at is None or told.sends >= MOST_SENDS:
        return False
    return at < told.first_sent_at + max(told.keyed - MARGIN, told.keyed / 2)


def look_again(looks: int, at: datetime) -> datetime:
    """When the house is asked again, after so many questions."""
    return at + LOOKS[min(looks, len(LOOKS) - 1)]
