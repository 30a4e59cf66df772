"""The sink takes what a relay would be given, however it comes in pieces; every mail is like no other."""

from __future__ import annotations

import asyncio
import smtplib

from bench.mails import ADDRESS, raw_mail
from bench.traffic import Sender, Sink
from tests.processes.install import free_port


def test_what_is_sent_arrives_at_the_sink() -> None:
    port = free_port()

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
        sender = Sender(port)
        await sender.open()
        await sender.send("a@one.example", "Huda@two.example", b"Subject: one\r\n\r\nwords")
        await sender.send("a@one.example", "piet@two.example", b"Subject: two\r\n\r\nwords")
        await asyncio.to_thread(by_library, port)
        sender.writer.close()
        server.close()

    asyncio.run(run())
    assert {"huda@two.example", "piet@two.example", "ana@two.example"} <= Sink.arrived.keys()


def by_library(port: int) -> None:
    """What the product's relay uses speaks to it too."""
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        smtp.sendmail("a@one.example", ["ana@two.example"], b"Subject: three\r\n\r\nwords")


def test_no_mail_is_like_another() -> None:
    first, second = raw_mail("1"), raw_mail("2")
    assert first[0] != second[0]
    assert first[0].rpartition("@")[2] != second[0].rpartition("@")[2]
    assert first[1] == second[1] == ADDRESS
    assert first[2] != second[2]
