"""LMTP on a real socket: an answer for each recipient, and none before the mail is kept."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest

from cha.channels.email import lmtp
from cha.channels.email.receiving import Intake, Item

OURS = {"hello@juniperlane.example", "weddings@juniperlane.example"}
MAIL = b"From: a@b.example\r\nSubject: hi\r\n\r\nhello\r\n"


class Listener:
    """A listener on a socket, on its own loop and thread."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="cha-lmtp-")) / "lmtp"
        self.kept: list[Item] = []
        self.fails = False
        self.intake = Intake(self._keep).start()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        starting = lmtp.start(
            self.loop, where=self.path, max_bytes=100_000, is_ours=OURS.__contains__, intake=self.intake, hostname="x"
        )
        self.server = asyncio.run_coroutine_threadsafe(starting, self.loop).result(10)

    def _keep(self, items: Sequence[Item]) -> None:
        if self.fails:
            raise OSError(28, "No space left on device")
        self.kept += items

    def close(self) -> None:
        async def stop() -> None:
            self.server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0.05)

        asyncio.run_coroutine_threadsafe(stop(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()
        self.intake.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def client(listener: Listener) -> smtplib.LMTP:
    return smtplib.LMTP(str(listener.path), local_hostname="client.example")


def deliver(listener: Listener, raw: bytes, *recipients: str) -> tuple[list[int], list[bytes]]:
    """The answers to each RCPT, then those to the mail."""
    with client(listener) as lmtp_client:
        lmtp_client.ehlo()
        lmtp_client.mail("a@b.example")
        codes = [lmtp_client.rcpt(address)[0] for address in recipients]
        lmtp_client.putcmd("data")
        assert lmtp_client.getreply()[0] == 354
        lmtp_client.send(raw + b".\r\n")
        return codes, [lmtp_client.getreply()[1] for code in codes if code == 250]


def test_every_recipient_that_was_taken_has_an_answer(listener: Listener) -> None:
    codes, answers = deliver(
        listener, MAIL, "hello@juniperlane.example", "nobody@juniperlane.example", "weddings@juniperlane.example"
    )
    assert codes == [250, 550, 250]
    assert answers == [b"2.0.0 received and kept"] * 2
    ((raw, envelope),) = listener.kept
    assert raw == MAIL
    assert envelope.recipients == ("hello@juniperlane.example", "weddings@juniperlane.example")


def test_a_recipient_named_twice_is_answered_twice_and_has_one_mail(listener: Listener) -> None:
    _, answers = deliver(listener, MAIL, "hello@juniperlane.example", "hello@juniperlane.example")
    assert len(answers) == 2
    assert listener.kept[0][1].recipients == ("hello@juniperlane.example",)


def test_what_cannot_be_kept_is_refused_for_each(listener: Listener) -> None:
    listener.fails = True
    _, answers = deliver(listener, MAIL, "hello@juniperlane.example", "weddings@juniperlane.example")
    assert [answer[:5] for answer in answers] == [b"4.3.1"] * 2
    assert not listener.kept


def test_a_mail_that_is_too_large_is_refused_for_each(listener: Listener) -> None:
    _, answers = deliver(
        listener, b"x" * 150_000 + b"\r\n", "hello@juniperlane.example", "weddings@juniperlane.example"
    )
    assert [answer[:5] for answer in answers] == [b"5.3.4"] * 2


def test_the_greeting_is_lmtps(listener: Listener) -> None:
    with client(listener) as lmtp_client:
        assert lmtp_client.docmd("EHLO x")[0] == 500
        assert lmtp_client.docmd("LHLO client.example")[0] == 250
