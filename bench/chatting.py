"""Visitors of a website, all in one process: `python -m bench.chatting PORT PEOPLE EACH_SECOND SECONDS`.

Opens a live stream for each of them and one for a member, says `{"connected": N}`, sends messages at that rate and says
how long each took to reach the member's stream. From then on, for every line (a moment of CLOCK_MONOTONIC): how long
after it the first visitor's stream heard something. Ends when standard input does.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

NAMED = re.compile(rb"bench-(\d+)-")
AT_ONCE = 100
# The front counts what one machine sends; each of these addresses of the loopback is a machine.
MACHINES = 40
PATIENCE = 10.0


class Stream(asyncio.Protocol):
    """A live stream: when the words `bench-N-` came, and when anything did."""

    connected = 0

    def __init__(self, token: str) -> None:
        self.token, self.begun = token, False
        self.named: dict[int, float] = {}
        self.newest = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(f"GET /live?topics={quote(self.token)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        if not self.begun:
            self.begun = b"event: hello" in data
            Stream.connected += self.begun
            return
        at = time.monotonic()
        if b"data:" in data:
            self.newest = at
        for number in NAMED.findall(data):
            self.named.setdefault(int(number), at)


async def listen(port: int, tokens: list[str]) -> list[Stream]:
    """A stream for each token."""
    loop, streams = asyncio.get_running_loop(), [Stream(token) for token in tokens]
    for start in range(0, len(streams), AT_ONCE):
        some = streams[start : start + AT_ONCE]
        await asyncio.gather(*(loop.create_connection(partial(_itself, one), "127.0.0.1", port) for one in some))
    until = time.monotonic() + 60
    while Stream.connected < len(streams) and time.monotonic() < until:  # noqa: ASYNC110 - many, not one event
        await asyncio.sleep(0.05)
    return streams


def _itself(one: Stream) -> Stream:
    return one


async def post(port: int, machine: int, key: str, one: dict[str, Any], number: int) -> tuple[float, float, int]:
    """One message of a visitor: when it was begun, how long the answer took, and its status."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(f"127.0.1.{machine + 1}", 0))
    said = {"conversation": one["conversation"], "text": f"bench-{number}- Are you there?", "once": f"b{number}"}
    body = json.dumps(said).encode()
    writer.write(
        f"POST /chat/{key}/messages HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {one['token']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )
    answer = await reader.read()
    writer.close()
    return began, time.monotonic() - began, int(answer.split(b" ", 2)[1] or 0)


async def chat(port: int, people: dict[str, Any], each_second: int, seconds: int, member: Stream) -> dict[str, Any]:
    """Send, and tell how long each took to the member's stream."""
    sent: list[asyncio.Task[tuple[float, float, int]]] = []
    began = time.monotonic()
    for number in range(each_second * seconds):
        await asyncio.sleep(max(began + number / each_second - time.monotonic(), 0))
        one = people["visitors"][number % len(people["visitors"])]
        sent.append(asyncio.create_task(post(port, number % MACHINES, people["key"], one, number)))
    took = time.monotonic() - began
    outcomes = await asyncio.gather(*sent)
    until = time.monotonic() + PATIENCE
    while len(member.named) < len(sent) and time.monotonic() < until:  # noqa: ASYNC110 - many, not one event
        await asyncio.sleep(0.05)
    spans = [member.named[number] - began for number, (began, _, _) in enumerate(outcomes) if number in member.named]
    return {
        "sent": len(sent),
        "rate": len(sent) / took,
        "took": spans,
        "answered": [answered for _, answered, _ in outcomes],
        "refused": sum(status not in (200, 201) for _, _, status in outcomes),
    }


async def run(port: int, people: dict[str, Any], each_second: int, seconds: int) -> None:
    """Connect, chat, then listen for answers."""
    streams = await listen(port, [people["member"], *(one["live"] for one in people["visitors"])])
    print(json.dumps({"connected": Stream.connected - 1}), flush=True)
    print(json.dumps(await chat(port, people, each_second, seconds, streams[0])), flush=True)
    loop, first = asyncio.get_running_loop(), streams[1]
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        said, until = float(line), time.monotonic() + PATIENCE
        while first.newest < said and time.monotonic() < until:  # noqa: ASYNC110 - a stream, not an event
            await asyncio.sleep(0.001)
        print(json.dumps({"took": first.newest - said if first.newest >= said else PATIENCE}), flush=True)
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    port, people, each_second, seconds = sys.argv[1:]
    asyncio.run(run(int(port), json.loads(Path(people).read_text()), int(each_second), int(seconds)))
