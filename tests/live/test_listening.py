"""On PostgreSQL a NOTIFY rings the feed; on both engines the renderer is the one that the setting names."""

import asyncio
import threading
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from cha.live import listening
from cha.live.feed import Feed
from cha.live.hub import Hub


@override_settings(CHA_LIVE_RENDERER="cha.workspace.nowhere.render_since")
def test_renderer_of_a_module_that_does_not_stand_says_nothing() -> None:
    assert listening.renderer()(-1) == (0, [])
    assert listening.renderer()(7) == (7, [])


@pytest.mark.django_db(transaction=True)
def test_notify_rings_the_feed(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no NOTIFY")
    rung = threading.Event()
    feed = Feed(Hub(), listening.silent, tmp_path / "live.sock")
    feed.ring = rung.set  # type: ignore[method-assign]

    async def listened() -> bool:
        stop = threading.Event()
        listener = threading.Thread(target=listening.listen, args=(feed, asyncio.get_running_loop(), stop), daemon=True)
        listener.start()
        heard = False
        for _ in range(50):
            await asyncio.to_thread(notify)
            heard = await asyncio.to_thread(rung.wait, 0.1)
            if heard:
                break
        stop.set()
        await asyncio.to_thread(listener.join, 10)
        return heard

    assert asyncio.run(listened())


def notify() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {listening.CHANNEL}")
    connection.close()
