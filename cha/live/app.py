"""`GET /live`: a stream of events (or, with `poll=1`, one answer with what there is) for the topics of signed tokens.

    /live?topics=TOKEN[&topics=TOKEN…]                  text/event-stream; Last-Event-ID or &after= replays
    /live?poll=1&topics=TOKEN&after=ID                  {"after": ID, "events": [{"id", "event", "data"}]}, within 25 s

A page of another site is answered when every token names that site, so that its scripts may read the answer.

Raw ASGI: ten thousand visitors may be here, and a framework's request costs four times the memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qs

import orjson

from cha.live.hub import Hub, Subscriber
from cha.live.tokens import BadToken, Sight, read

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

POLL = 25.0
TOKENS = 20
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    # nginx would keep events back to fill a buffer.
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveApp:
    """The hub as an ASGI application."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] != "GET":
            await answer(send, 405, {"error": "Only GET is answered here."})
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            sights = [read(token) for token in query.get("topics", [])[:TOKENS]]
        except BadToken:
            await answer(send, 403, {"error": "That page is too old to be live. Loading it again helps."})
            return
        site = elsewhere(scope, sights)
        if site is None:
            await answer(send, 403, {"error": "That token is for the pages of another site."})
            return
        topics = {topic for sight in sights for topic in sight.topics}
        if not topics or any(self._lost(sight) for sight in sights):
            await answer(send, 403, {"error": "There is nothing to listen to."})
            return
        subject, issued = sights[0].subject, min(sight.issued for sight in sights)
        if query.get("poll"):
            await self._poll(topics, query.get("after", [""])[0], receive, send, site)
            return
        after = last_event_id(scope) or query.get("after", [""])[0]
        await self._stream(self.hub.subscribe(topics, subject, issued, after), receive, send, site)

    def _lost(self, sight: Sight) -> bool:
        return self.hub.revoked(sight.subject, sight.topics, sight.issued)

    async def _stream(self, subscriber: Subscriber, receive: Receive, send: Send, site: str) -> None:
        headers = [*STREAM_HEADERS, *readable_by(site)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(until_gone(receive, subscriber))
        try:
            while piece := await subscriber.take():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            if not gone.done():
                await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self.hub.leave(subscriber)

    async def _poll(self, topics: set[str], after: str, receive: Receive, send: Send, site: str) -> None:
        wanted = frozenset(topics)
        events = self.hub.since(after, wanted) if after else []
        if not events and events is not None and after:
            subscriber = self.hub.subscribe(wanted)
            await subscriber.take()
            gone = asyncio.ensure_future(until_gone(receive, subscriber))
            try:
                async with asyncio.timeout(POLL):
                    await subscriber.take()
            except TimeoutError:
                pass
            finally:
                gone.cancel()
                self.hub.leave(subscriber)
            events = self.hub.since(after, wanted)
        said = {"after": self.hub.position, "events": self._listed(events)}
        await answer(send, 200, said, readable_by(site))

    def _listed(self, events: list[Any] | None) -> list[dict[str, str]]:
        if events is None:
            return [{"id": self.hub.position, "event": "refresh", "data": ""}]
        return [
            {"id": f"{self.hub.epoch}-{event.number}", "event": event.name, "data": event.html.decode()}
            for event in events
        ]


def elsewhere(scope: Scope, sights: Sequence[Sight]) -> str | None:
    """The other site whose page asks, "" where none does; None where a token is for another one."""
    named = {sight.origin for sight in sights} - {""}
    asks = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), "")
    if not named or not asks:
        return ""
    return asks if named == {asks} else None


def readable_by(site: str) -> list[tuple[bytes, bytes]]:
    """The headers with which the scripts of a site may read an answer (the Fetch standard's CORS protocol)."""
    return [(b"access-control-allow-origin", site.encode("latin-1")), (b"vary", b"Origin")] if site else []


def last_event_id(scope: Scope) -> str:
    """The id after which a returning browser wants events; empty at its first visit."""
    found = (value for name, value in scope["headers"] if name == b"last-event-id")
    value: bytes = next(found, b"")
    return value.decode("latin-1")


async def until_gone(receive: Receive, subscriber: Subscriber) -> None:
    """Wait until the browser has left, then end its stream."""
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.close()


async def answer(send: Send, status: int, said: object, more: Sequence[tuple[bytes, bytes]] = ()) -> None:
    """A small JSON answer."""
    body = orjson.dumps(said)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
