"""The one place that reads the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Final

# Less than this is no lateness: a worker looks once a second, and what is due together goes one after another.
LATE: Final = timedelta(minutes=1)

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)
_meant: ContextVar[datetime | None] = ContextVar("meant", default=None)


def now() -> datetime:
    """This moment, aware, UTC."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) for everything done inside, in this thread only: to tell a story of the past."""
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)


@contextmanager
def meant_for(moment: datetime | None) -> Iterator[None]:
    """What is done inside, in this thread, was to be done at `moment` (aware); None: whenever."""
    token = _meant.set(moment)
    try:
        yield
    finally:
        _meant.reset(token)


def late_by() -> timedelta:
    """How much later than meant this is done; nothing for what is in time, or was meant for no moment."""
    meant = _meant.get()
    late = now() - meant if meant else timedelta(0)
    return late if late >= LATE else timedelta(0)
