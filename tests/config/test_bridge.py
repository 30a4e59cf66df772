"""The bridge: whole requests only, bounded in size, time and memory, and nobody waits for a slow client."""

import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.config.servers import Start, ask, begin, bridged, echo, rest

UPLOAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


def test_page_gets_the_whole_request(tmp_path: Path) -> None:
    with bridged(echo, tmp_path) as port:
        assert ask(port, "POST", "/?CONTENT_LENGTH", b"x" * 5000) == (200, "5000 5000")
        assert ask(port, "GET", "/caf%C3%A9?PATH_INFO")[1] == "0 /caf\xc3\xa9"
        assert ask(port, "GET", "/?HTTP_X_NAME", None, X_Name="Adaeze")[1] == "0 Adaeze"


def test_body_of_unknown_length_is_taken(tmp_path: Path) -> None:
    with bridged(echo, tmp_path) as port:
        assert ask(port, "POST", "/?CONTENT_LENGTH", iter([b"a" * 10, b"b" * 20])) == (200, "30 30")


def test_large_body_goes_through_the_disk_and_leaves_nothing(tmp_path: Path) -> None:
    with bridged(echo, tmp_path, in_memory=1000) as port:
        assert ask(port, "POST", "/", b"x" * 3_000_000)[1] == "3000000 "
    assert not list(tmp_path.iterdir())


def test_header_with_an_underscore_does_not_pass_for_one_with_a_hyphen(tmp_path: Path) -> None:
    with bridged(echo, tmp_path) as port:
        sock = begin(port, b"GET /?HTTP_X_NAME HTTP/1.1\r\nHost: x\r\nX_Name: forged\r\nConnection: close\r\n\r\n")
        assert b"forged" not in rest(sock)


def test_announced_too_large_is_refused_before_it_is_sent(tmp_path: Path) -> None:
    with bridged(echo, tmp_path, size=1000) as port:
        sock = begin(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 413")
        sock.close()


def test_too_large_without_announcement_is_refused_while_it_comes(tmp_path: Path) -> None:
    with bridged(echo, tmp_path, size=100_000) as port:
        assert ask(port, "POST", "/", iter([b"x" * 60_000] * 2))[0] == 413


def test_ten_bytes_a_second_end_with_408_and_a_reason(tmp_path: Path) -> None:
    with bridged(echo, tmp_path, grace=0.3, linger=0.2, rate=1000) as port:
        sock = begin(port, UPLOAD % 5000 + b"ten bytes.")
        said = rest(sock)
    assert said.startswith(b"HTTP/1.1 408")
    assert b"took too long" in said


def test_total_time_ends_even_a_steady_upload(tmp_path: Path) -> None:
    with bridged(echo, tmp_path, grace=60, total=0.3, linger=0.2) as port:
        assert rest(begin(port, UPLOAD % 5000)).startswith(b"HTTP/1.1 408")


def test_quick_page_does_not_wait_for_slow_uploads(tmp_path: Path) -> None:
    with bridged(echo, tmp_path) as port:
        slow = [begin(port, UPLOAD % 20 + b"ten bytes.") for _ in range(30)]
        assert ask(port)[0] == 200
        for sock in slow:
            sock.sendall(b"and ten.  ")
            assert sock.recv(15) == b"HTTP/1.1 200 OK"
            sock.close()


def test_client_that_leaves_costs_no_page(tmp_path: Path) -> None:
    asked: list[str] = []

    def noting(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        asked.append(environ["REQUEST_METHOD"])
        return echo(environ, start)

    with bridged(noting, tmp_path) as port:
        begin(port, UPLOAD % 20 + b"ten bytes.").close()
        assert ask(port)[0] == 200
    assert asked == ["GET"]


def test_pages_are_made_one_after_the_other(tmp_path: Path) -> None:
    """One at a time, in whichever of the page threads is free: quick pages never share the interpreter."""
    at_work, together = 0, []

    def counting(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        nonlocal at_work
        at_work += 1
        together.append(at_work)
        time.sleep(0.005)
        at_work -= 1
        return echo(environ, start)

    with bridged(counting, tmp_path) as port:
        threads = [threading.Thread(target=ask, args=(port,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert together == [1] * 8


class Streamed:
    """A streaming answer, as Django's FileResponse is."""

    streaming = True

    def __init__(self) -> None:
        self.closed = threading.Event()

    def __iter__(self) -> Iterable[bytes]:
        yield from (b"one ", b"", b"two")

    def close(self) -> None:
        self.closed.set()


def test_file_is_streamed_and_closed(tmp_path: Path) -> None:
    answer = Streamed()

    def app(environ: dict[str, Any], start: Start) -> Any:
        start("200 OK", [("Content-Type", "text/plain")])
        return answer

    with bridged(app, tmp_path) as port:
        assert ask(port) == (200, "one two")
        assert answer.closed.wait(5)


def test_application_that_fails_is_a_page_that_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def failing(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        raise RuntimeError("no")

    with bridged(failing, tmp_path) as port:
        status, said = ask(port)
    assert status == 500
    assert "RuntimeError" not in said


def test_a_program_is_refused_in_json(tmp_path: Path) -> None:
    with bridged(echo, tmp_path, size=1000) as port:
        status, said = ask(port, "POST", "/api/v1/people", iter([b"x" * 2000]))
    assert status == 413
    assert '"code": "too_large"' in said


def test_a_chat_on_another_site_may_read_why_two_hundred_megabytes_were_refused(tmp_path: Path) -> None:
    with bridged(echo, tmp_path, linger=0.1) as port:
        head = b"PUT /chat/juniper/files HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        said = rest(begin(port, head % 200_000_000))
    assert said.startswith(b"HTTP/1.1 413")
    assert b"access-control-allow-origin: *" in said.lower()
    assert b'{"error"' in said
