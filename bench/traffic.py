"""Mail traffic: sends at a rate over real SMTP and takes what comes back, in one process with one clock.

    python -m bench.traffic MAIL_PORT SINK_PORT RATE SECONDS

Prints one line of JSON: how many were taken, the seconds from each 250 to its acknowledgement's arrival at the sink.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import ClassVar

from bench.mails import raw_mail
from bench.report import percentile

CONNECTIONS = 30
PATIENCE = 30.0


class Sink(asyncio.Protocol):
    """A relay that takes everything at once, and notes when a mail for an address was complete."""

    arrived: ClassVar[dict[str, float]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer, self.inside = transport, b"", False
        self.recipients: list[str] = []
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        end = b"\r\n.\r\n" if self.inside else b"\r\n"
        piece, found, rest = self.buffer.partition(end)
        if not found:
            return False
        self.buffer = rest
        if self.inside:
            self._taken()
        else:
            self._answer(piece)
        return True

    def _taken(self) -> None:
        at = time.monotonic()
        for address in self.recipients:
            self.arrived.setdefault(address, at)
        self.inside, self.recipients = False, []
        self.transport.write(b"250 taken\r\n")

    def _answer(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"RCPT":
            self.recipients.append(line.partition(b"<")[2].partition(b">")[0].decode().lower())
        self.inside = word == b"DATA"
        self.transport.write(b"354 go on\r\n" if self.inside else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


class Sender:
    """One SMTP connection that sends mails one after another."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def open(self) -> None:
        """Connect and say hello."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self._answer()
        await self._say("EHLO bench.example")

    async def send(self, sender: str, recipient: str, raw: bytes) -> float:
        """Send one mail. Returns when it was answered 250. Raises ConnectionError when it was not."""
        for line in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"):
            await self._say(line)
        self.writer.write(raw + b"\r\n.\r\n")
        await self._answer()
        return time.monotonic()

    async def _say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")
        await self._answer()

    async def _answer(self) -> None:
        while (line := await self.reader.readline())[3:4] == b"-":
            pass
        if line[:1] not in (b"2", b"3"):
            raise ConnectionError(line.decode(errors="replace").strip() or "closed")


async def run(mail_port: int, sink_port: int, rate: float, seconds: float) -> dict[str, object]:
    """Send for so long at that rate, then wait for the last acknowledgements."""
    loop = asyncio.get_running_loop()
    sink = await loop.create_server(Sink, "127.0.0.1", sink_port)
    waiting: asyncio.Queue[int] = asyncio.Queue()
    accepted: dict[str, float] = {}
    refused: list[str] = []
    senders = [asyncio.create_task(_work(mail_port, waiting, accepted, refused)) for _ in range(CONNECTIONS)]
    # One mail all the way first: the worker has just been started.
    waiting.put_nowait(-1)
    await waiting.join()
    await _arrivals(accepted)
    accepted.clear()
    began, count = time.monotonic(), int(rate * seconds)
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        waiting.put_nowait(number)
    await waiting.join()
    took = time.monotonic() - began
    await _arrivals(accepted)
    for task in senders:
        task.cancel()
    sink.close()
    spans = [max(Sink.arrived[address] - at, 0.0) for address, at in accepted.items() if address in Sink.arrived]
    return {
        "sent": count,
        "taken": len(accepted),
        "rate": len(accepted) / took,
        "acknowledged": len(spans),
        "p50": percentile(spans, 0.5),
        "p99": percentile(spans, 0.99) if len(spans) == len(accepted) else PATIENCE,
        "until_last": max(Sink.arrived.values(), default=began) - began,
        "refused": refused[:3],
    }


async def _arrivals(accepted: dict[str, float]) -> None:
    """Wait until everything that was accepted is acknowledged, or for as long as patience lasts."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not accepted.keys() <= Sink.arrived.keys():  # noqa: ASYNC110
        await asyncio.sleep(0.1)


async def _work(port: int, waiting: asyncio.Queue[int], accepted: dict[str, float], refused: list[str]) -> None:
    sender = Sender(port)
    await sender.open()
    while True:
        number = await waiting.get()
        address, recipient, raw = raw_mail(f"{os.getpid()}.{time.time_ns()}.{number}")
        try:
            accepted[address.lower()] = await sender.send(address, recipient, raw)
        except ConnectionError as error:
            refused.append(str(error))
            await sender.open()
        finally:
            waiting.task_done()


if __name__ == "__main__":
    mail, sink, rate, seconds = sys.argv[1:]
    print(json.dumps(asyncio.run(run(int(mail), int(sink), float(rate), float(seconds)))))
