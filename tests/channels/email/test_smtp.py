"""The listener on a real socket: nothing is answered 250 before it is stored, and nobody is hurt by the others."""

import asyncio
import contextlib
import shutil
import smtplib
import socket
import sqlite3
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cha.channels.email.receiving import Envelope, Intake, IntakeBusyError, Item, refusal
from cha.channels.email.relay import Relay
from cha.channels.email.smtp import Limits, start

OURS = {"hello@juniperlane.example", "hallo@bücher.example"}
MAIL = b"From: a@b.example\r\nSubject: hi\r\n\r\nhello\r\n"


@dataclass
class Store:
    """Keeps what it is given; `gate` holds it back, `fails` makes it refuse."""

    batches: list[list[Item]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Event = field(default_factory=threading.Event)
    fails: Callable[[Sequence[Item]], None] = lambda items: None

    def __call__(self, items: Sequence[Item]) -> None:
        self.entered.set()
        self.gate.wait(20)
        self.fails(items)
        self.batches.append(list(items))

    @property
    def mails(self) -> list[Item]:
        return [item for batch in self.batches for item in batch]


@dataclass
class Running:
    """A listener on its own loop and thread."""

    port: int
    store: Store
    intake: Intake

    def client(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.port, local_hostname="client.example", timeout=20)

    def send(self, raw: bytes = MAIL, to: str = "hello@juniperlane.example") -> tuple[int, bytes]:
        with self.client() as client:
            client.ehlo()
            client.mail("a@b.example")
            client.rcpt(to)
            return client.data(raw)


@contextlib.contextmanager
def listening(
    limits: Limits | None = None,
    *,
    max_bytes: int = 1_000_000,
    open_gate: bool = True,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Running]:
    store = Store()
    if open_gate:
        store.gate.set()
    intake = Intake(store).start()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = start(
        loop, host="127.0.0.1", port=0, max_bytes=max_bytes, is_ours=OURS.__contains__, intake=intake,
        hostname="mail.juniperlane.example", tls_context=tls, limits=limits,
    )  # fmt: skip
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(10)
    try:
        yield Running(server.sockets[0].getsockname()[1], store, intake)
    finally:
        store.gate.set()
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
        intake.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.05)


@pytest.fixture
def listener() -> Iterator[Running]:
    with listening() as running:
        yield running


@pytest.mark.parametrize(
    "raw", [MAIL, b"", b"\r\n", b".\r\n..\r\n.x\r\n", b"x" * 200_000 + b"\r\n", b"a\r\n" * 60_000, b"a\n.\nb\r\n"]
)
def test_mail_is_kept_byte_for_byte(listener: Running, raw: bytes) -> None:
    with listener.client() as client:
        client.ehlo()
        client.mail("a@b.example")
        client.rcpt("hello@juniperlane.example")
        assert client.docmd("DATA")[0] == 354
        stuffed = (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:]
        client.send(stuffed + b".\r\n")
        assert client.getreply()[0] == 250
    kept, envelope = listener.store.mails[0]
    assert kept == raw
    assert envelope.mail_from == "a@b.example"
    assert envelope.recipients == ("hello@juniperlane.example",)
    assert (envelope.peer, envelope.helo) == ("127.0.0.1", "client.example")


def test_250_comes_only_after_the_store_returned() -> None:
    with listening(open_gate=False) as running, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(running.send)
        assert running.store.entered.wait(10)
        assert not answer.done()
        running.store.gate.set()
        assert answer.result(10)[0] == 250
        assert len(running.store.mails) == 1


def test_waiting_mails_share_one_transaction() -> None:
    with listening(open_gate=False) as running, ThreadPoolExecutor(20) as pool:
        first = pool.submit(running.send)
        assert running.store.entered.wait(10)
        others = [pool.submit(running.send) for _ in range(19)]
        while running.intake._queue.qsize() < 19:
            threading.Event().wait(0.01)
        running.store.gate.set()
        assert {one.result(10)[0] for one in (first, *others)} == {250}
        assert [len(batch) for batch in running.store.batches] == [1, 19]


def test_addresses_that_are_not_ours_are_refused(listener: Running) -> None:
    with listener.client() as client:
        client.ehlo()
        client.mail("a@b.example")
        assert client.rcpt("stranger@elsewhere.example") == (550, b"5.1.1 nobody here has this address")
        assert client.rcpt("hello@JuniperLane.example")[0] == 250
        assert client.rcpt("hallo@xn--bcher-kva.example")[0] == 250


def test_null_path_and_utf8_addresses_are_taken(listener: Running) -> None:
    with listener.client() as client:
        client.ehlo()
        assert {"size", "8bitmime", "smtputf8", "pipelining"} <= set(client.esmtp_features)
        client.mail("")
        client.rcpt("hello@juniperlane.example")
        assert client.data(MAIL)[0] == 250
        client.mail("用户@例子.example", ["SMTPUTF8"])
        client.rcpt("hello@juniperlane.example")
        assert client.data(MAIL)[0] == 250
    assert [envelope.mail_from for _, envelope in listener.store.mails] == ["", "用户@例子.example"]


def test_too_large_is_refused_before_and_while_it_streams(listener: Running) -> None:
    with listener.client() as client:
        client.ehlo()
        assert client.mail("a@b.example", ["SIZE=2000000"])[0] == 552
        client.mail("a@b.example")
        client.rcpt("hello@juniperlane.example")
        assert client.data(b"x" * 76 + b"\r\n" + MAIL * 30_000)[0] == 552
        client.mail("a@b.example")
        client.rcpt("hello@juniperlane.example")
        assert client.data(MAIL)[0] == 250
    assert len(listener.store.mails) == 1


def test_forty_megabytes_pass_where_allowed() -> None:
    raw = (b"x" * 76 + b"\r\n") * 512_000
    with listening(max_bytes=50_000_000) as running:
        assert running.send(raw)[0] == 250
        assert len(running.store.mails[0][0]) == len(raw)


def test_two_thousand_recipients_are_taken_a_hundred_at_a_time(listener: Running) -> None:
    with listener.client() as client:
        client.ehlo()
        client.mail("a@b.example")
        OURS.update(f"p{n}@juniperlane.example" for n in range(2000))
        codes = [client.rcpt(f"p{n}@juniperlane.example")[0] for n in range(2000)]
        assert codes == [250] * 100 + [452] * 1900
        assert client.data(MAIL)[0] == 250
    assert len(listener.store.mails[0][1].recipients) == 100


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(28, "No space left on device"), 452, b"disk is full"),
        (sqlite3.OperationalError("database or disk is full"), 452, b"disk is full"),
        (sqlite3.OperationalError("database is locked"), 451, b"busy"),
        (RuntimeError("x"), 451, b"cannot store it now, please try again"),
    ],
)
def test_what_cannot_be_stored_is_asked_for_again(listener: Running, error: Exception, code: int, words: bytes) -> None:
    def fail(items: Sequence[Item]) -> None:
        raise error

    listener.store.fails = fail
    answer = listener.send()
    assert answer[0] == code
    assert words in answer[1]
    listener.store.fails = lambda items: None
    assert listener.send()[0] == 250


def test_one_bad_mail_refuses_only_itself() -> None:
    def fail(items: Sequence[Item]) -> None:
        if any(b"poison" in raw for raw, _ in items):
            raise ValueError("poison")

    store = Store(fails=fail)
    intake = Intake(store)
    envelope = Envelope("", (), "", "", None)  # type: ignore[arg-type]
    futures = [intake.submit(raw, envelope) for raw in (b"a", b"poison", b"c")]
    taken_back = intake.submit(b"taken back", envelope)
    assert taken_back.cancel()
    store.gate.set()
    intake.start()
    intake.close()
    assert [future.exception() is None for future in futures] == [True, False, True]
    assert [raw for raw, _ in store.mails] == [b"a", b"c"]
    with pytest.raises(IntakeBusyError):
        intake.submit(b"late", envelope)


def test_full_intake_says_so() -> None:
    intake = Intake(Store(), waiting=1)
    intake.submit(b"a", Envelope("", (), "", "", None))  # type: ignore[arg-type]
    with pytest.raises(IntakeBusyError) as busy:
        intake.submit(b"b", Envelope("", (), "", "", None))  # type: ignore[arg-type]
    assert refusal(busy.value).startswith("451 4.3.2")


def test_too_many_connections_are_asked_to_come_back() -> None:
    with listening(Limits(connections=2)) as running:
        first, second = running.client(), running.client()
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            running.client()
        assert refused.value.smtp_code == 421
        first.quit()
        second.quit()
        assert running.send()[0] == 250


def test_silent_and_slow_senders_are_let_go() -> None:
    with listening(Limits(idle=0.3)) as running:
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as silent:
            said = b""
            while chunk := silent.recv(1000):
                said += chunk
        assert b"421 4.4.2" in said


def dribble(client: smtplib.SMTP) -> None:
    """A byte at a time, for ever."""
    while True:
        client.send(b"x")
        threading.Event().wait(0.05)


def test_data_has_a_total_time() -> None:
    with listening(Limits(idle=5, data=0.5)) as running, running.client() as client:
        client.ehlo()
        client.mail("a@b.example")
        client.rcpt("hello@juniperlane.example")
        client.docmd("DATA")
        with pytest.raises(OSError, match=r"\w"):
            dribble(client)
        client.close()
    assert running.store.mails == []


def test_thirty_slow_senders_leave_a_quick_one_unhurt() -> None:
    with listening() as running:
        slow = [socket.create_connection(("127.0.0.1", running.port), timeout=20) for _ in range(30)]
        for one in slow:
            one.sendall(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<hello@juniperlane.example>\r\nDATA\r\n")
        for _ in range(3):
            for one in slow:
                one.sendall(b"Subject: x")
            assert running.send()[0] == 250
        for one in slow:
            one.close()
        assert len(running.store.mails) == 3


def test_mail_in_flight_is_bounded() -> None:
    with listening(Limits(in_flight=100_000)) as running:
        assert running.send(MAIL * 5000)[0] == 452
        assert running.send()[0] == 250


def test_garbage_and_endless_lines_do_not_end_the_listener(listener: Running) -> None:
    for garbage in (b"\x00\xff" * 500 + b"\r\n", b"x" * 300_000, b"MAIL FROM:<<<>>@@\r\nRCPT\r\n", b"\r\n" * 50):
        peer = socket.create_connection(("127.0.0.1", listener.port), timeout=20)
        with peer, contextlib.suppress(OSError):
            peer.sendall(b"EHLO x\r\n" + garbage + b"QUIT\r\n")
    assert listener.send()[0] == 250


def test_pipelined_mails_are_each_answered(listener: Running) -> None:
    one = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<hello@juniperlane.example>\r\nDATA\r\n" + MAIL + b".\r\n"
    with socket.create_connection(("127.0.0.1", listener.port), timeout=20) as peer:
        peer.sendall(b"EHLO x\r\n" + one * 3 + b"QUIT\r\n")
        said = b""
        while chunk := peer.recv(10_000):
            said += chunk
    assert said.count(b"250 2.0.0 received and kept") == 3
    assert said.rstrip().splitlines()[-1].startswith(b"221")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_starttls_is_offered_and_kept(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with listening(tls=context) as running:
        relay = Relay.from_url(f"smtp+starttls://127.0.0.1:{running.port}?verify=no", timeout=10)
        assert relay.send(MAIL, "a@b.example", ["hello@juniperlane.example"]).sent
        relay.close()
        assert running.send()[0] == 250
        assert [raw for raw, _ in running.store.mails] == [MAIL, MAIL]
