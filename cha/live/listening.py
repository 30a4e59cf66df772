"""Where the feed gets its pieces, and its second ear on PostgreSQL: NOTIFY from processes on other machines."""

from __future__ import annotations

import logging
import threading
from asyncio import AbstractEventLoop, get_running_loop
from importlib.util import find_spec

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from cha.live.feed import Feed, Piece, Renderer

log = logging.getLogger("cha.live")

CHANNEL = "cha"


def renderer() -> Renderer:
    """The function that the setting names; one that finds nothing while its app does not stand."""
    path: str = settings.CHA_LIVE_RENDERER
    if find_spec(path.rpartition(".")[0]) is None:
        return silent
    found: Renderer = import_string(path)
    return found


def silent(position: int) -> tuple[int, list[Piece]]:
    """Nothing to say."""
    return max(position, 0), []


def start(feed: Feed) -> threading.Event:
    """Ring the feed at every NOTIFY, from a thread with a connection of its own (a pooler must not be between).

    Returns the event that ends it.
    """
    stop = threading.Event()
    threading.Thread(target=listen, args=(feed, get_running_loop(), stop), name="notify", daemon=True).start()
    return stop


def listen(feed: Feed, loop: AbstractEventLoop, stop: threading.Event) -> None:
    """Ring at every NOTIFY until `stop`; while the connection is lost, the sweep goes on."""
    while not stop.is_set():
        try:
            _listen(feed, loop, stop)
        except Exception as error:
            log.warning("NOTIFY is not heard (%s); the sweep goes on", error)
            stop.wait(5)
        finally:
            connection.close()


def _listen(feed: Feed, loop: AbstractEventLoop, stop: threading.Event) -> None:
    connection.ensure_connection()
    raw = connection.connection
    raw.execute(f"LISTEN {CHANNEL}")
    while not stop.is_set():
        for _ in raw.notifies(timeout=1.0):
            loop.call_soon_threadsafe(feed.ring)
