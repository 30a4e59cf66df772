"""The hub: who hears what, once, in order; and when a page must fetch instead."""

import asyncio
import re
import time
from pathlib import Path

import pytest

from cha.live.frames import frame
from cha.live.hub import QUEUE, Hub, Subscriber
from cha.live.revoked import Revoked


def take(subscriber: Subscriber) -> str:
    """What waits for a subscriber now."""

    async def now() -> bytes:
        return await subscriber.take()

    return asyncio.run(now()).decode()


def ids(said: str) -> list[str]:
    return re.findall(r"^id: (\S+)$", said, re.MULTILINE)


def test_lines_of_html_become_data_lines() -> None:
    assert frame(b"<p>\r\none\n</p>", "message", "e-1") == b"id: e-1\ndata: <p>\ndata: one\ndata: </p>\n\n"


def test_hello_comes_first_and_carries_the_position() -> None:
    hub = Hub()
    assert take(hub.subscribe({"queue"})) == f"id: {hub.epoch}-0\nevent: hello\ndata: \n\n"


def test_only_who_listens_hears() -> None:
    hub = Hub()
    maartje, tomasz = hub.subscribe({"queue"}), hub.subscribe({"conversation:1"})
    for subscriber in (maartje, tomasz):
        take(subscriber)
    hub.publish("queue", "<b>Piet</b>")
    assert "<b>Piet</b>" in take(maartje)
    assert tomasz.idle


def test_several_topics_are_heard_once() -> None:
    hub = Hub()
    subscriber = hub.subscribe({"queue", "conversation:1"})
    take(subscriber)
    hub.publish(["queue", "conversation:1"], "x")
    assert take(subscriber).count("data: x") == 1


def test_one_frame_is_shared_by_all() -> None:
    hub = Hub()
    subscribers = [hub.subscribe({"queue"}) for _ in range(3)]
    for subscriber in subscribers:
        take(subscriber)
    hub.publish("queue", "x")
    assert len({id(subscriber._waiting[0]) for subscriber in subscribers}) == 1


def test_what_was_missed_is_replayed_in_order() -> None:
    hub = Hub()
    first = hub.publish("queue", "one")
    hub.publish("elsewhere", "not for you")
    hub.publish("queue", "two")
    said = take(hub.subscribe({"queue"}, after=first))
    assert "one" not in said
    assert "not for you" not in said
    assert ids(said) == [f"{hub.epoch}-3", f"{hub.epoch}-3"]


@pytest.mark.parametrize("after", ["0000-1", "nonsense", "-", "99999-"])
def test_another_epoch_is_told_to_refresh(after: str) -> None:
    hub = Hub()
    hub.publish("queue", "one")
    said = take(hub.subscribe({"queue"}, after=after))
    assert "event: refresh" in said
    assert "data: one" not in said


def test_beyond_the_ring_is_told_to_refresh() -> None:
    hub = Hub(ring=10)
    first = hub.publish("queue", "one")
    for number in range(10):
        hub.publish("queue", f"more {number}")
    assert "event: refresh" not in take(hub.subscribe({"queue"}, after=first))
    hub.publish("queue", "one too many")
    assert "event: refresh" in take(hub.subscribe({"queue"}, after=first))


def test_future_position_is_told_to_refresh() -> None:
    hub = Hub()
    assert "event: refresh" in take(hub.subscribe({"queue"}, after=f"{hub.epoch}-7"))


def test_slow_connection_loses_its_queue_and_is_told_to_refresh() -> None:
    hub = Hub()
    slow, quick = hub.subscribe({"queue"}), hub.subscribe({"queue"})
    take(quick)
    for number in range(QUEUE):
        hub.publish("queue", f"{number}")
        take(quick)
    said = take(slow)
    assert said.count("data:") == 1
    assert "event: refresh" in said
    assert ids(said) == [hub.position]


def test_losing_sight_closes_the_stream_and_voids_earlier_tokens() -> None:
    hub = Hub()
    tomasz, maartje = hub.subscribe({"conversation:1"}, "member:t"), hub.subscribe({"conversation:1"}, "member:m")
    hub.revoke(subject="member:t", topic="conversation:1")
    assert tomasz.closed
    assert not maartje.closed
    assert hub.revoked("member:t", ["conversation:1"], tomasz.issued)
    assert not hub.revoked("member:t", ["queue"], tomasz.issued)
    assert not hub.revoked("member:t", ["conversation:1"], tomasz.issued + 60)
    assert len(hub) == 1


def test_leaving_forgets_the_topics() -> None:
    hub = Hub()
    hub.leave(hub.subscribe({"queue", "conversation:1"}))
    assert len(hub) == 0
    assert not hub._topics


def test_refresh_for_all_leaves_nothing_to_replay() -> None:
    hub = Hub()
    first = hub.publish("queue", "one")
    subscriber = hub.subscribe({"queue"})
    hub.refresh_all()
    assert "event: refresh" in take(subscriber)
    assert "event: refresh" in take(hub.subscribe({"queue"}, after=first))


def test_lost_sight_stays_lost_after_a_restart(tmp_path: Path) -> None:
    issued = time.time()
    hub = Hub()
    hub.remember(Revoked(tmp_path / "run" / "revoked"))
    hub.revoke(subject="member:t")
    with (tmp_path / "run" / "revoked").open("a") as file:
        file.write("[1.0, null, ")
    again = Hub()
    again.remember(Revoked(tmp_path / "run" / "revoked"))
    assert again.revoked("member:t", ["queue"], issued)
    assert not again.revoked("member:m", ["queue"], issued)
