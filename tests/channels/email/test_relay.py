"""The sender against real peers, honest and lying: every failure has its name, and doubt only where there is some."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from cha.channels.email.relay import Outcome, Relay, Trouble

RAW = b"From: hello@juniperlane.example\r\nSubject: hi\r\n\r\n.dots\r\n..\r\nend"
FROM, TO = "hello@juniperlane.example", "ana@ferreira.example"


class Sink:
    """Keeps mail; refuses `nobody@…`, puts off `later@…`."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.peers: set[Any] = set()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 no such person"
        if address.startswith("later@"):
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(envelope)
        self.peers.add(session.peer)
        return "552 too large" if b"huge" in (envelope.content or b"") else "250 kept as 42"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, Relay]]:
    kept = Sink()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True, data_size_limit=5000)
    controller.start()
    relay = Relay.from_url(f"smtp://127.0.0.1:{controller.port}", timeout=5)
    yield kept, relay
    relay.close()
    controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def lying(script: Callable[[socket.socket], None]) -> Relay:
    """A relay that behaves as `script` says, once per connection."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(10)

    def run() -> None:
        for _ in range(2):
            try:
                peer, _ = server.accept()
            except OSError:
                break
            peer.settimeout(10)
            with peer:
                try:
                    script(peer)
                except OSError:
                    break
        server.close()

    threading.Thread(target=run, daemon=True).start()
    return Relay.from_url(f"smtp://127.0.0.1:{server.getsockname()[1]}", timeout=0.5)


def until(peer: socket.socket, word: bytes) -> None:
    said = b""
    while word not in said:
        chunk = peer.recv(4096)
        if not chunk:
            raise OSError("gone")
        said += chunk


def polite_until_data(peer: socket.socket) -> None:
    peer.sendall(b"220 x\r\n")
    for word in (b"ehlo", b"mail", b"rcpt"):
        until(peer, word)
        peer.sendall(b"250 x\r\n")
    until(peer, b"DATA")
    peer.sendall(b"354 go\r\n")


def test_mail_arrives_as_it_was(sink: tuple[Sink, Relay]) -> None:
    kept, relay = sink
    outcome = relay.send(RAW, FROM, [TO])
    assert (outcome.sent, outcome.code, outcome.said, outcome.doubt) == (True, 250, "kept as 42", False)
    assert kept.mails[0].content == RAW + b"\r\n"
    assert (kept.mails[0].mail_from, kept.mails[0].rcpt_tos) == (FROM, [TO])


def test_connection_is_kept_also_after_a_refusal(sink: tuple[Sink, Relay]) -> None:
    kept, relay = sink
    assert relay.send(RAW, FROM, [TO]).sent
    assert not relay.send(RAW, FROM, ["nobody@x.example"]).sent
    assert relay.send(RAW, "", [TO]).sent
    assert len(kept.peers) == 1


def test_refusals_are_named(sink: tuple[Sink, Relay]) -> None:
    kept, relay = sink
    outcome = relay.send(RAW, FROM, ["nobody@x.example"])
    assert (outcome.permanent, outcome.code, outcome.trouble) == (True, 550, Trouble.REFUSED_RECIPIENT)
    assert outcome.said == "5.1.1 no such person"
    outcome = relay.send(RAW, FROM, ["later@x.example"])
    assert (outcome.permanent, outcome.code, outcome.trouble) == (False, 451, Trouble.TEMPORARY)
    outcome = relay.send(RAW, FROM, ["nobody@x.example", TO])
    assert outcome.sent
    assert outcome.refused == {"nobody@x.example": (550, "5.1.1 no such person")}
    outcome = relay.send(RAW + b"huge", FROM, [TO])
    assert (outcome.permanent, outcome.code, outcome.trouble) == (True, 552, Trouble.TOO_LARGE)
    assert relay.send(RAW * 100, FROM, [TO]).trouble == Trouble.TOO_LARGE
    assert len(kept.mails) == 2


def test_international_addresses_go_out(sink: tuple[Sink, Relay]) -> None:
    kept, relay = sink
    assert relay.send(RAW, FROM, ["用户@例子.example", "mei@例子.example"]).sent
    assert kept.mails[0].rcpt_tos == ["用户@xn--fsqu00a.example", "mei@xn--fsqu00a.example"]


def test_connection_that_died_is_made_anew(sink: tuple[Sink, Relay]) -> None:
    kept, relay = sink
    assert relay.send(RAW, FROM, [TO]).sent
    relay._kept.connection.sock.shutdown(socket.SHUT_RDWR)
    assert relay.send(RAW, FROM, [TO]).sent
    assert len(kept.mails) == 2


def test_threads_have_connections_of_their_own(sink: tuple[Sink, Relay]) -> None:
    kept, relay = sink
    outcomes: list[Outcome] = []

    def work() -> None:
        outcomes.extend(relay.send(RAW, FROM, [TO]) for _ in range(5))
        relay.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [outcome.sent for outcome in outcomes] == [True] * 20
    assert (len(kept.mails), len(kept.peers)) == (20, 4)


def test_nobody_there_is_unreachable() -> None:
    outcome = Relay.from_url(f"smtp://127.0.0.1:{free_port()}").send(RAW, FROM, [TO])
    assert (outcome.trouble, outcome.permanent, outcome.doubt) == (Trouble.UNREACHABLE, False, False)
    assert "nothing listens there" in outcome.said


def drops_after_data(peer: socket.socket) -> None:
    polite_until_data(peer)
    until(peer, b"\r\n.\r\n")


def hangs_after_data(peer: socket.socket) -> None:
    drops_after_data(peer)
    until(peer, b"never")


def drops_within_data(peer: socket.socket) -> None:
    peer.sendall(b"220 x\r\n")
    for word in (b"ehlo", b"mail"):
        until(peer, word)
        peer.sendall(b"250 x\r\n")


def talks_garbage(peer: socket.socket) -> None:
    peer.sendall(b"\xff\xfe\x00 HTTP/1.1 400 what\r\n\r\n")


def puts_off(peer: socket.socket) -> None:
    peer.sendall(b"421 4.3.2 closing for the night\r\n")


def refuses_all(peer: socket.socket) -> None:
    peer.sendall(b"554 5.7.1 go away\r\n")


def never_speaks(peer: socket.socket) -> None:
    until(peer, b"never")


def puts_off_after_data(peer: socket.socket) -> None:
    drops_after_data(peer)
    peer.sendall(b"451 4.3.0 queue full\r\n")


def refuses_mail(peer: socket.socket) -> None:
    drops_after_data(peer)
    peer.sendall(b"554 5.6.0 we do not like it\r\n")


@pytest.mark.parametrize(
    ("script", "doubt", "permanent", "trouble"),
    [
        (drops_after_data, True, False, Trouble.UNREACHABLE),
        (refuses_mail, False, True, Trouble.REFUSED_MAIL),
        (hangs_after_data, True, False, Trouble.UNREACHABLE),
        (drops_within_data, False, False, Trouble.UNREACHABLE),
        (talks_garbage, False, False, Trouble.PROTOCOL),
        (puts_off, False, False, Trouble.TEMPORARY),
        (refuses_all, False, False, Trouble.TURNED_AWAY),
        (never_speaks, False, False, Trouble.UNREACHABLE),
        (puts_off_after_data, False, False, Trouble.TEMPORARY),
    ],
)
def test_lying_peers_are_seen_through(
    script: Callable[[socket.socket], None], doubt: bool, permanent: bool, trouble: Trouble
) -> None:
    relay = lying(script)
    outcome = relay.send(RAW, FROM, [TO])
    relay.close()
    assert not outcome.sent
    assert (outcome.doubt, outcome.permanent, outcome.trouble) == (doubt, permanent, trouble)
    assert outcome.said


@pytest.mark.parametrize(
    ("scheme", "trouble"), [("smtp+starttls", Trouble.TLS), ("smtps", Trouble.TLS), ("smtp", None)]
)
def test_a_relay_without_tls_is_named(sink: tuple[Sink, Relay], scheme: str, trouble: Trouble | None) -> None:
    relay = Relay.from_url(f"{scheme}://127.0.0.1:{sink[1].port}", timeout=2)
    outcome = relay.send(RAW, FROM, [TO])
    relay.close()
    assert outcome.trouble == trouble


def test_login_that_the_relay_does_not_know_is_named(sink: tuple[Sink, Relay]) -> None:
    outcome = Relay.from_url(f"smtp://me:secret@127.0.0.1:{sink[1].port}", timeout=2).send(RAW, FROM, [TO])
    assert (outcome.trouble, outcome.permanent) == (Trouble.AUTH, False)
    assert "secret" not in outcome.said


@pytest.mark.parametrize(
    ("url", "host", "port", "security", "user", "password"),
    [
        ("smtp://mail.example", "mail.example", 25, "none", "", ""),
        ("smtps://u%40x:p%3Aw@mail.example", "mail.example", 465, "tls", "u@x", "p:w"),
        ("smtp+starttls://mail.example:2587", "mail.example", 2587, "starttls", "", ""),
    ],
)
def test_urls_are_understood(url: str, host: str, port: int, security: str, user: str, password: str) -> None:
    relay = Relay.from_url(url)
    assert (relay.host, relay.port, relay.security) == (host, port, security)
    assert (relay.user, relay.password) == (user, password)
    assert "p:w" not in repr(relay)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://"])
def test_urls_that_are_none_say_why(url: str) -> None:
    with pytest.raises(ValueError, match="relay"):
        Relay.from_url(url)
