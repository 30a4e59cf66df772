"""Who listens to what, and what was said last: in memory, in one event loop, without Django.

An event has an id `epoch-number`. The epoch is new with every start, so an id of an earlier life is recognised and
answered with `refresh`: the page fetches, and nothing is missed. So is one who asks for more than the ring still has,
or whose connection is too slow to take what is said.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cha.live.frames import BEAT, frame
from cha.live.revoked import LONGEST, Revocation, Revoked

RING = 1000
# For so many seconds whoever opens a page is expected to listen.
EXPECTED = 20.0
MOST_EXPECTED = 5000
QUEUE = 256
HEARTBEAT = 15
SLOTS = 15


@dataclass(frozen=True, slots=True)
class Event:
    """One thing said: to which topics, and its frame for streams. `html` is for those who poll."""

    number: int
    topics: frozenset[str]
    name: str
    html: bytes
    frame: bytes


class Subscriber:
    """One connection: its topics, whose it is, and what it has not taken yet."""

    __slots__ = ("_ready", "_waiting", "closed", "issued", "slot", "subject", "topics")

    def __init__(self, topics: frozenset[str], subject: str, issued: float, slot: int) -> None:
        self.topics, self.subject, self.issued, self.slot = topics, subject, issued, slot
        self.closed = False
        self._waiting: deque[bytes] = deque()
        self._ready: asyncio.Future[None] | None = None

    def push(self, piece: bytes) -> bool:
        """Queue a piece. False when there is no room: this connection is too slow."""
        if len(self._waiting) >= QUEUE:
            return False
        self._waiting.append(piece)
        self._wake()
        return True

    def replace(self, piece: bytes) -> None:
        """Forget what waits and say only this."""
        self._waiting.clear()
        self._waiting.append(piece)
        self._wake()

    def close(self) -> None:
        """End the stream once what waits is taken."""
        self.closed = True
        self._wake()

    @property
    def idle(self) -> bool:
        """Whether nothing waits to be taken."""
        return not self._waiting

    async def take(self) -> bytes:
        """Everything that waits, in one piece; waits for it. Empty when the stream has ended."""
        while not self._waiting and not self.closed:
            self._ready = asyncio.get_running_loop().create_future()
            try:
                await self._ready
            finally:
                self._ready = None
        if len(self._waiting) == 1:
            return self._waiting.popleft()
        joined = b"".join(self._waiting)
        self._waiting.clear()
        return joined

    def _wake(self) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(None)


class Hub:
    """The topics and their subscribers. Use it from its loop only; `publish_from_thread` is for others."""

    def __init__(self, ring: int = RING) -> None:
        self.epoch = secrets.token_hex(4)
        self.number = 0
        self.loop: asyncio.AbstractEventLoop | None = None
        self._ring: deque[Event] = deque(maxlen=ring)
        self._topics: dict[str, set[Subscriber]] = {}
        self._slots: list[set[Subscriber]] = [set() for _ in range(SLOTS)]
        self._next_slot = itertools.cycle(range(SLOTS))
        self._revoked: list[Revocation] = []
        self._expected: dict[str, float] = {}
        self._kept: Revoked | None = None

    @property
    def position(self) -> str:
        """The id of the last event."""
        return f"{self.epoch}-{self.number}"

    @property
    def heard_from(self) -> str:
        """From where on a page that is made now hears: what happens until it listens is said again.

        Asked before anything that the page shows is read. Empty where the hub stands in another process.
        """
        return self.position if self.loop else ""

    def __len__(self) -> int:
        return sum(map(len, self._slots))

    def subscribe(
        self, topics: Iterable[str], subject: str = "", issued: float | None = None, after: str = ""
    ) -> Subscriber:
        """A new connection. What it missed since the event `after` waits in it already, then `hello`."""
        wanted = frozenset(topics)
        issued = time.time() if issued is None else issued
        subscriber = Subscriber(wanted, subject, issued, next(self._next_slot))
        missed = self.since(after, wanted) if after else []
        if missed is None:
            subscriber.push(self._refresh())
        else:
            for start in range(0, len(missed), QUEUE):
                subscriber.push(b"".join(event.frame for event in missed[start : start + QUEUE]))
        subscriber.push(frame(b"", "hello", self.position))
        for topic in wanted:
            self._topics.setdefault(topic, set()).add(subscriber)
        self._slots[subscriber.slot].add(subscriber)
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        """Forget a connection."""
        for topic in subscriber.topics:
            listeners = self._topics.get(topic)
            if listeners is not None:
                listeners.discard(subscriber)
                if not listeners:
                    del self._topics[topic]
        self._slots[subscriber.slot].discard(subscriber)

    def publish(self, topics: str | Iterable[str], html: bytes | str, event: str = "message") -> str:
        """Say it to all who listen to any of the topics, once each. Returns the event's id."""
        wanted = frozenset([topics] if isinstance(topics, str) else topics)
        data = html.encode() if isinstance(html, str) else html
        self.number += 1
        said = Event(self.number, wanted, event, data, frame(data, event, self.position))
        self._ring.append(said)
        for subscriber in self._listening(wanted):
            if not subscriber.push(said.frame):
                subscriber.replace(self._refresh())
        return self.position

    def publish_from_thread(self, topics: str | Iterable[str], html: bytes | str, event: str = "message") -> None:
        """`publish`, from another thread."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(
                self.publish, topics if isinstance(topics, str) else list(topics), html, event
            )

    def expect(self, topic: str) -> None:
        """Somebody opens a page that will listen to this topic, or to one below it (`chat:7` is above `chat:7:9`).

        For some seconds it counts as listened to, so that what happens until then is there when they come. Asked before
        anything that the page shows is read; from any thread.
        """
        if self.loop is None:
            return
        present = time.monotonic()
        if len(self._expected) >= MOST_EXPECTED:
            self._expected = {one: until for one, until in list(self._expected.items()) if until > present}
        self._expected[topic] = present + EXPECTED

    def _awaits(self, topic: str) -> bool:
        until = max(self._expected.get(topic, 0.0), self._expected.get(topic.rpartition(":")[0], 0.0))
        return until > time.monotonic()

    def listened(self, topic: str) -> bool:
        """Whether anybody listens to a topic, or will in a moment. May be asked from another thread."""
        return topic in self._topics or self._awaits(topic)

    def topics_like(self, prefix: str) -> list[str]:
        """The topics with this beginning that somebody listens to. May be asked from another thread."""
        return [topic for topic in list(self._topics) if topic.startswith(prefix)]

    def hears(self, prefix: str) -> bool:
        """Whether anybody listens to a topic with this beginning, or will. May be asked from another thread."""
        if any(topic.startswith(prefix) for topic in list(self._topics)):
            return True
        return any(topic.startswith(prefix) and self._awaits(topic) for topic in list(self._expected))

    def since(self, after: str, topics: frozenset[str]) -> list[Event] | None:
        """What was said to the topics after an id; None when that cannot be told any more."""
        epoch, _, number = after.partition("-")
        if epoch != self.epoch or not number.isdigit() or int(number) > self.number:
            return None
        first = self._ring[0].number if self._ring else self.number + 1
        if int(number) + 1 < first:
            return None
        return [event for event in self._ring if event.number > int(number) and not topics.isdisjoint(event.topics)]

    def refresh_all(self) -> None:
        """Tell everybody to fetch: something may have been missed."""
        self.number += 1
        self._ring.clear()
        for subscriber in itertools.chain(*self._slots):
            subscriber.replace(self._refresh())

    def revoke(self, subject: str | None = None, topic: str | None = None) -> None:
        """Close the streams of a subject, of a topic, or of a subject on a topic; their earlier tokens are void."""
        now = time.time()
        self._restore([(now, subject, topic)])
        if self._kept is not None:
            self._kept.add(now, subject, topic)
        for subscriber in [each for slot in self._slots for each in slot]:
            if self.revoked(subscriber.subject, subscriber.topics, subscriber.issued):
                subscriber.close()
                self.leave(subscriber)

    def remember(self, kept: Revoked) -> None:
        """Keep revocations there from now on, and take up those of an earlier life."""
        self._kept = kept
        self._restore(kept.load())

    def _restore(self, revocations: Iterable[Revocation]) -> None:
        oldest = time.time() - LONGEST
        self._revoked = [entry for entry in (*self._revoked, *revocations) if entry[0] > oldest]

    def revoked(self, subject: str, topics: Iterable[str], issued: float) -> bool:
        """Whether a token of that subject and time may no longer be used for these topics."""
        wanted = set(topics)
        return any(
            issued <= at and (whose is None or whose == subject) and (what is None or what in wanted)
            for at, whose, what in self._revoked
        )

    def close(self) -> None:
        """End every stream, so that the server can stop; browsers come back by themselves."""
        for subscriber in itertools.chain(*self._slots):
            subscriber.close()

    async def beat(self) -> None:
        """Send heartbeats for as long as it runs: each connection every 15 s, a fifteenth of them every second."""
        for slot in itertools.cycle(range(SLOTS)):
            await asyncio.sleep(HEARTBEAT / SLOTS)
            for subscriber in self._slots[slot]:
                if subscriber.idle:
                    subscriber.push(BEAT)

    def _listening(self, topics: frozenset[str]) -> Iterator[Subscriber]:
        groups = [self._topics[topic] for topic in topics if topic in self._topics]
        return iter(set().union(*groups) if len(groups) > 1 else groups[0] if groups else ())

    def _refresh(self) -> bytes:
        return frame(b"", "refresh", self.position)


hub = Hub()
