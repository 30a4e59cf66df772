"""`/live` over a real socket: tokens, streams, polling."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
import time_machine

from cha.live import tokens
from cha.live.app import LiveApp
from cha.live.hub import Hub
from tests.config.servers import ask, served


def sign(*topics: str, subject: str = "member:maartje") -> str:
    return tokens.sign(list(topics), subject)


def path(*signed: str, **more: str) -> str:
    return "/live?" + urlencode([("topics", token) for token in signed] + list(more.items()))


@contextmanager
def stream(port: int, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def event(answer: http.client.HTTPResponse) -> str:
    """The next event, to its empty line; empty at the end of the stream."""
    lines = []
    while (line := answer.readline().decode()).strip():
        lines.append(line)
    return "".join(lines)


def publish(hub: Hub, topics: list[str], html: str) -> None:
    """From this thread into the hub's loop, and wait until it is said."""
    done = threading.Event()
    assert hub.loop is not None
    hub.loop.call_soon_threadsafe(lambda: (hub.publish(topics, html), done.set()))
    assert done.wait(5)


@pytest.fixture
def live() -> Iterator[tuple[Hub, int]]:
    hub = Hub()

    async def app(scope: object, receive: object, send: object) -> None:
        import asyncio

        hub.loop = asyncio.get_running_loop()
        await LiveApp(hub)(scope, receive, send)  # type: ignore[arg-type]

    with served(app) as port:  # type: ignore[arg-type]
        yield hub, port


def test_stream_says_hello_and_then_what_is_published(live: tuple[Hub, int]) -> None:
    hub, port = live
    with stream(port, path(sign("queue"))) as answer:
        assert answer.getheader("Content-Type") == "text/event-stream; charset=utf-8"
        assert answer.getheader("X-Accel-Buffering") == "no"
        assert "event: hello" in event(answer)
        publish(hub, ["queue"], "<b>Piet</b>")
        assert event(answer) == f"id: {hub.epoch}-1\ndata: <b>Piet</b>\n"


def test_several_tokens_are_one_union(live: tuple[Hub, int]) -> None:
    hub, port = live
    with stream(port, path(sign("queue"), sign("conversation:1"))) as answer:
        event(answer)
        publish(hub, ["conversation:1", "queue"], "once")
        publish(hub, ["elsewhere"], "never")
        publish(hub, ["queue"], "then")
        assert ["once" in event(answer), "then" in event(answer)] == [True, True]


def test_last_event_id_replays_what_was_missed(live: tuple[Hub, int]) -> None:
    hub, port = live
    hub.publish("queue", "one")
    hub.publish("queue", "two")
    with stream(port, path(sign("queue")), **{"Last-Event-ID": f"{hub.epoch}-1"}) as answer:
        assert "data: two" in event(answer)
        assert "event: hello" in event(answer)


def test_forged_and_old_tokens_are_refused(live: tuple[Hub, int]) -> None:
    _, port = live
    token = sign("queue")
    assert ask(port, path=path(token + "x"))[0] == 403
    assert ask(port, path="/live")[0] == 403
    with time_machine.travel("2020-01-01", tick=True):
        old = sign("queue")
    assert ask(port, path=path(old))[0] == 403
    assert ask(port, "POST", path(token))[0] == 405


def test_losing_sight_ends_the_stream_and_the_token(live: tuple[Hub, int]) -> None:
    hub, port = live
    token = sign("conversation:1")
    with stream(port, path(token)) as answer:
        event(answer)
        assert hub.loop is not None
        hub.loop.call_soon_threadsafe(hub.revoke, "member:maartje")
        assert event(answer) == ""
    assert ask(port, path=path(token))[0] == 403


def test_poll_without_a_position_answers_at_once(live: tuple[Hub, int]) -> None:
    hub, port = live
    status, said = ask(port, path=path(sign("queue"), poll="1"))
    assert (status, json.loads(said)) == (200, {"after": f"{hub.epoch}-0", "events": []})


def test_poll_answers_with_what_was_missed(live: tuple[Hub, int]) -> None:
    hub, port = live
    hub.publish("queue", "one")
    said = json.loads(ask(port, path=path(sign("queue"), poll="1", after=f"{hub.epoch}-0"))[1])
    assert said == {"after": f"{hub.epoch}-1", "events": [{"id": f"{hub.epoch}-1", "event": "message", "data": "one"}]}
    said = json.loads(ask(port, path=path(sign("queue"), poll="1", after="gone-7"))[1])
    assert [event["event"] for event in said["events"]] == ["refresh"]


def test_poll_waits_for_the_next_event(live: tuple[Hub, int]) -> None:
    hub, port = live
    said: list[str] = []
    url = path(sign("queue"), poll="1", after=f"{hub.epoch}-0")
    asking = threading.Thread(target=lambda: said.append(ask(port, path=url)[1]))
    asking.start()
    while not len(hub):
        assert asking.is_alive()
    publish(hub, ["queue"], "one")
    asking.join(10)
    assert [event["data"] for event in json.loads(said[0])["events"]] == ["one"]


def test_connections_that_leave_are_forgotten(live: tuple[Hub, int]) -> None:
    hub, port = live
    with stream(port, path(sign("queue"))) as answer:
        event(answer)
        assert len(hub) == 1
        answer.close()
    while len(hub):
        pass


def test_page_of_another_site_is_answered_with_a_token_for_that_site(live: tuple[Hub, int]) -> None:
    _, port = live
    token = tokens.sign(["chat:1:2"], "visitor:7", "https://shop.example")
    with stream(port, path(token), Origin="https://shop.example") as answer:
        assert answer.getheader("Access-Control-Allow-Origin") == "https://shop.example"
        assert answer.getheader("Access-Control-Allow-Credentials") is None
        assert "event: hello" in event(answer)
    with stream(port, path(token, poll="1"), Origin="https://shop.example") as answer:
        assert answer.getheader("Access-Control-Allow-Origin") == "https://shop.example"
    for site in ("https://evil.example", "null"):
        with stream(port, path(token), Origin=site) as answer:
            assert (answer.status, answer.getheader("Access-Control-Allow-Origin")) == (403, None)
    with stream(port, path(sign("queue"), token, poll="1"), Origin="https://evil.example") as answer:
        assert answer.status == 403


def test_page_of_another_site_may_not_read_what_is_ours(live: tuple[Hub, int]) -> None:
    _, port = live
    with stream(port, path(sign("queue"), poll="1"), Origin="https://evil.example") as answer:
        assert answer.getheader("Access-Control-Allow-Origin") is None
