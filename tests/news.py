"""What is new for open pages, as the feed would read it."""

from __future__ import annotations

import time

from cha.core.ledger import newest_position, since
from cha.workspace import live

PATIENCE = 20.0


def wait_for_news() -> None:
    """Until readers are given everything that is recorded by now: other tests' transactions hold it back."""
    end, until = newest_position(), time.monotonic() + PATIENCE
    position = max(end - 1, 0)
    while end and not list(since(position)) and time.monotonic() < until:
        time.sleep(0.01)


def read_news(position: int) -> tuple[int, list[live.Piece]]:
    """Everything that is recorded by now, with who is present, and the position behind it.

    On PostgreSQL events are held back while any transaction runs, those of other tests too: then it waits.
    """
    end, until = newest_position(), time.monotonic() + PATIENCE
    position, pieces = live.render_since(position)
    while position < end and time.monotonic() < until:
        time.sleep(0.01)
        position, more = live.render_since(position)
        pieces += more
    return position, pieces


def news_since(position: int) -> list[live.Piece]:
    """Everything that is recorded by now."""
    return read_news(position)[1]
