"""The chat between real processes: what a visitor says reaches a member's page, and the answer their browser."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.processes.install import Install, free_port, new_install, wait_until

pytestmark = pytest.mark.processes
SITE = "https://juniperlane.example"


class Page:
    """An open page: a browser that asks, and listens to one stream."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key, self.token = port, key, ""
        self.heard: list[str] = []
        self.listening: threading.Thread | None = None

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """One request as the widget sends it, from the shop's site."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Origin": SITE, "Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        line.request(method, f"/chat/{self.key}{path}", json.dumps(body) if body is not None else None, headers)
        answer = line.getresponse()
        said = json.loads(answer.read())
        line.close()
        assert answer.getheader("Access-Control-Allow-Origin") == SITE
        assert answer.status < 300, said
        return said

    def listen(self, token: str, origin: str = "") -> None:
        """Keep what the stream says, until it ends."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", "/live?" + urlencode({"topics": token}), headers={"Origin": origin} if origin else {})
        answer = line.getresponse()
        assert answer.status == 200
        assert answer.getheader("Access-Control-Allow-Origin") == (origin or None)
        self.listening = threading.Thread(target=self._keep, args=(line, answer), daemon=True)
        self.listening.start()
        wait_until(lambda: "event: hello" in self.heard)

    def _keep(self, line: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> None:
        with contextlib.closing(line), answer, contextlib.suppress(OSError, http.client.HTTPException):
            for said in answer:
                self.heard.append(said.decode().strip())

    def has_heard(self, words: str) -> bool:
        return any(words in line for line in self.heard)


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    with new_install(tmp_path_factory.mktemp("chat"), free_port()) as install:
        yield install


def set_up(install: Install) -> dict[str, str]:
    ran = install.python("chatting.py", "setup", SITE)
    assert ran.returncode == 0, ran.stderr
    told: dict[str, str] = json.loads(ran.stdout.splitlines()[-1])
    return told


def test_message_reaches_the_member_and_the_answer_the_visitor(install: Install, tmp_path: Path) -> None:
    given, port = set_up(install), free_port()
    with install.serve("--port", str(port), "--mail-port", str(free_port())):
        desk, page = Page(port, given["key"]), Page(port, given["key"])
        desk.listen(given["live"])
        page.token = page.ask("POST", "/visitors", {})["token"]
        named = page.ask("POST", "/messages", {"text": "Is it safe for my cat?", "once": "a1"})["conversation"]
        wait_until(lambda: desk.has_heard("safe for my cat"))
        live = page.ask("GET", f"/conversations/{named}")["live"]
        assert urlsplit(live["url"]).path == "/live"
        page.listen(live["token"], SITE)
        ran = install.python("chatting.py", "answer", named, "Yes, quite safe.")
        assert ran.returncode == 0, ran.stderr
        wait_until(lambda: page.has_heard("Yes, quite safe."))
        shown = page.ask("GET", f"/conversations/{named}")
        assert [one["from"] for one in shown["messages"]] == ["you", "cha", "member"]
        page.ask("POST", "/forget", {})
        # Whoever is forgotten hears no more.
        assert page.listening is not None
        page.listening.join(20)
        assert not page.listening.is_alive()
    assert desk.listening is not None
    desk.listening.join(20)
