"""The feed: what other processes recorded reaches the hub, by a ring or by the sweep."""

import asyncio
import socket
from pathlib import Path

from cha.live.feed import REVOKE, Feed
from cha.live.hub import Hub

Pieces = list[tuple[list[str], bytes]]


class Ledger:
    """A renderer over a list of pieces."""

    def __init__(self) -> None:
        self.pieces: Pieces = [(["queue"], b"before the start")]
        self.fails = 0
        self.asked = 0

    def __call__(self, position: int) -> tuple[int, Pieces]:
        self.asked += 1
        if self.fails:
            self.fails -= 1
            raise OSError("database is locked")
        return len(self.pieces), [] if position < 0 else self.pieces[position:]


async def carried(feed: Feed, ledger: Ledger, path: Path) -> None:
    """Run the feed until it has started, add a piece, ring, and wait until the hub has it."""
    running, wanted = asyncio.create_task(feed.run()), ledger.fails + 1
    while ledger.asked < wanted:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    ledger.pieces.append((["queue"], b"<b>new</b>"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"1", str(path))
    while not feed.hub.number:
        await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_only_what_is_new_reaches_the_hub(tmp_path: Path) -> None:
    hub, ledger = Hub(), Ledger()
    asyncio.run(carried(Feed(hub, ledger, tmp_path / "live.sock"), ledger, tmp_path / "live.sock"))
    assert [event.html for event in hub._ring] == [b"<b>new</b>"]
    assert not (tmp_path / "live.sock").exists()


def test_ledger_that_cannot_be_read_is_tried_again(tmp_path: Path) -> None:
    hub, ledger = Hub(), Ledger()
    ledger.fails = 1
    asyncio.run(carried(Feed(hub, ledger, tmp_path / "live.sock"), ledger, tmp_path / "live.sock"))
    assert hub.number


def test_piece_without_html_is_a_refresh_and_revoking_closes(tmp_path: Path) -> None:
    hub = Hub()
    feed = Feed(hub, Ledger(), tmp_path / "live.sock")
    subscriber = hub.subscribe({"queue"}, "member:t")
    feed._say(["queue"], b"")
    assert hub._ring[-1].name == "refresh"
    feed._say([REVOKE, "member:t"], b"")
    assert subscriber.closed
