"""Outbound calls reach the open internet only, and end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cha.core.errors import Invalid, Refused, TooLarge, Unavailable
from cha.core.outbound import fetch, is_public

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_by_whatever_name(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(Refused, match="private address"):
        fetch("https://innocent.example/", resolve=lambda host, port: ["93.184.216.34", address])


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_are_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://x", "https://", "https://me:pw@x.example/", "nonsense"]
)
def test_what_is_no_web_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(Invalid, match="no address of a web server"):
        fetch(url)


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/secret")
            self.end_headers()
            return
        if self.path.startswith("/drips"):
            with suppress(OSError):
                self._drip(self.path)
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * 5000)

    def _drip(self, path: str) -> None:
        """A byte now and then, for ever: of the header, or of the body."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: " if "header" in path else b"HTTP/1.1 200 OK\r\n\r\n")
        while not self.server.ended.wait(0.05):  # type: ignore[attr-defined]
            self.wfile.write(b"x")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    httpd = HTTPServer(("127.0.0.1", 0), Answering)
    httpd.ended = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{httpd.server_port}"
    httpd.ended.set()  # type: ignore[attr-defined]
    httpd.shutdown()
    httpd.server_close()


def test_an_answer_is_read_and_bounded(server: str) -> None:
    assert len(fetch(server, allow_private=True).body) == 5000
    with pytest.raises(TooLarge):
        fetch(server, allow_private=True, most=100)


@pytest.mark.parametrize("path", ["/drips", "/drips/header"])
def test_an_answer_that_never_ends_is_cut_off(server: str, path: str) -> None:
    with pytest.raises(Unavailable, match="took too long"):
        fetch(server + path, allow_private=True, timeout=5, whole=0.5)


def test_a_redirect_is_told_not_followed(server: str) -> None:
    assert fetch(f"{server}/away", allow_private=True).status == 302


def test_nobody_there_is_said_in_words() -> None:
    with pytest.raises(Unavailable, match="did not answer"):
        fetch("http://localhost:9/", allow_private=True, timeout=2)
    with pytest.raises(Unavailable, match="cannot be found"):
        fetch("http://nowhere.invalid/")
