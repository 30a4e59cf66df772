"""Bad input against a real `cha serve`: refused in words, nothing lost, nothing twice, nobody else hurt."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import sqlite3
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.processes.install import ADDRESS, Install, Sink, free_port, new_install, wait_until

pytestmark = pytest.mark.processes

HEAD = "From: Nova <{sender}>\r\nTo: {to}\r\nMessage-ID: <{sender}>\r\n"
NESTED = "MIME-Version: 1.0\r\n" + "".join(
    f'Content-Type: multipart/mixed; boundary="b{depth}"\r\n\r\n--b{depth}\r\n' for depth in range(300)
)
HARD = {
    "nested": f"Subject: deep\r\n{NESTED}Content-Type: text/plain\r\n\r\nDeep words.\r\n",
    "header": "Subject: " + "s" * 100_000 + "\r\n\r\nA long header.\r\n",
    "nul": "Subject: nul \x00 here\r\n\r\nWhere\x00 is my order?\r\n",
    "past": "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nSubject: old\r\n\r\nOld words.\r\n",
    "future": "Date: Thu, 01 Jan 2099 00:00:00 +0000\r\nSubject: new\r\n\r\nNew words.\r\n",
    "thousands": "Cc: "
    + ", ".join(f"p{n}@x{n}.example" for n in range(2000))
    + "\r\nSubject: many\r\n\r\nAll of you.\r\n",
    "gone": "In-Reply-To: <gone@juniperlane.example>\r\nSubject: Re: gone\r\n\r\nAn answer.\r\n",
    "injected": "Subject: =?utf-8?q?a=0D=0ABcc:_evil@example.org?=\r\n\r\nHello?\r\n",
}


class Liar(Sink):
    """A relay that takes every mail and then says no to the first few."""

    def __init__(self, lies: int) -> None:
        super().__init__()
        self.lies, self.heard = lies, list[str]()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        said = await super().handle_DATA(server, session, envelope)
        self.heard.append(str(self.taken[-1][2]["Message-ID"]))
        if len(self.heard) <= self.lies:
            self.taken.pop()
            return "451 4.3.0 not after all"
        return said


@dataclass
class Served:
    """A serving install, and where."""

    install: Install
    sink: Sink
    port: int
    mail_port: int

    def status(self, path: str = "/mine") -> int:
        """The status of a page."""
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=20) as answer:
            return int(answer.status)

    def mail(self, sender: str, rest: str) -> str:
        """Send one mail; "250", or the answer that refused it."""
        raw = (HEAD.format(sender=sender, to=ADDRESS) + rest).encode()
        with smtplib.SMTP("127.0.0.1", self.mail_port, timeout=60) as smtp:
            try:
                smtp.sendmail(sender, [ADDRESS], raw)
            except smtplib.SMTPResponseException as refused:
                return f"{refused.smtp_code} {refused.smtp_error!r}"
        return "250"

    def raw(self, request: bytes) -> bytes:
        """The answer to bytes that need not be a request; until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as sock:
            said = b""
            with contextlib.suppress(ConnectionError):
                sock.sendall(request)
                while part := sock.recv(65536):
                    said += part
        return said


@contextlib.contextmanager
def serving(folder: Path, sink: Sink) -> Iterator[Served]:
    port, mail_port = free_port(), free_port()
    with (
        sink,
        new_install(folder, sink.port) as install,
        install.serve("--port", str(port), "--mail-port", str(mail_port)),
    ):
        yield Served(install, sink, port, mail_port)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("hard"), Sink()) as running:
        yield running


def test_hard_mails_are_taken_and_read(served: Served) -> None:
    for name, rest in HARD.items():
        assert served.mail(f"{name}@hard.example", rest) == "250", name
    wait_until(lambda: all(served.sink.mails_to(f"{name}@hard.example") for name in HARD), 40)
    for name in HARD:
        (answer,) = served.sink.mails_to(f"{name}@hard.example")
        assert answer.get_all("Bcc") is None


def test_mail_that_is_too_large_is_refused_in_words(served: Served) -> None:
    line = "A" * 76 + "\r\n"
    assert served.mail("large@hard.example", "Subject: large\r\n\r\n" + line * (40_000_000 // len(line))).startswith(
        "552"
    )


def test_same_mail_twice_is_answered_once(served: Served) -> None:
    for hop in ("one", "two"):
        assert served.mail("twice@hard.example", f"X-Hop: {hop}\r\nSubject: same\r\n\r\nThe same words.\r\n") == "250"
    served.mail("after@hard.example", "Subject: after\r\n\r\nOther words.\r\n")
    wait_until(lambda: served.sink.mails_to("after@hard.example"))
    assert len(served.sink.mails_to("twice@hard.example")) == 1


def test_slow_uploads_hold_up_no_page(served: Served) -> None:
    head = b"POST /mine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nten bytes."
    slow = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(30)]
    for sock in slow:
        sock.sendall(head)
    assert served.status() == 200
    for sock in slow:
        sock.close()


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /mine HTTP/1.1\r\nHost: x\r\n\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"Content-Length: -1\r\n\r\n",
    ],
)
def test_request_of_two_lengths_is_refused(served: Served, head: bytes) -> None:
    said = served.raw(b"POST /mine HTTP/1.1\r\nHost: localhost\r\n" + head)
    assert said.startswith(b"HTTP/1.1 400")
    assert said.count(b"HTTP/1.1 ") == 1


def test_head_without_end_is_cut_off(served: Served) -> None:
    said = served.raw(b"GET /mine HTTP/1.1\r\nHost: localhost\r\n" + b"X-Long: " + b"a" * 3_000_000)
    assert b"200 OK" not in said
    assert served.status() == 200


def test_locked_database_keeps_readers_reading_and_loses_no_mail(served: Served) -> None:
    if served.install.environ["CHA_DATABASE_URL"]:
        pytest.skip("PostgreSQL locks no whole database")
    said: list[str] = []
    words = "Subject: locked\r\n\r\nIn the lock.\r\n"
    with contextlib.closing(
        sqlite3.connect(Path(served.install.environ["CHA_DATA"]) / "cha.sqlite3", isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        sending = threading.Thread(target=lambda: said.append(served.mail("locked@hard.example", words)))
        sending.start()
        assert served.status() == 200
        sending.join()
        assert said[0].startswith("451"), said
        assert served.status() == 200
        other.execute("ROLLBACK")
    assert served.mail("locked@hard.example", words) == "250"
    wait_until(lambda: served.sink.mails_to("locked@hard.example"))
    assert len(served.sink.mails_to("locked@hard.example")) == 1


def test_relay_that_takes_and_then_refuses_gets_one_message_id(tmp_path: Path) -> None:
    liar = Liar(1)
    with serving(tmp_path, liar) as running:
        running.mail("lied@hard.example", "Subject: lied\r\n\r\nWhere is my order?\r\n")
        wait_until(lambda: liar.mails_to("lied@hard.example"), 40)
    assert len(liar.heard) == 2
    assert len(set(liar.heard)) == 1
