"""live.js against the real hub: one stream for all tabs, and long polling where a proxy holds a stream back."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cha.live import tokens
from cha.live.app import LiveApp
from cha.live.hub import Hub
from cha.ui import assets

CHROMIUM = Path("/usr/bin/chromium")
PAGE = """<!doctype html><html lang="en">
<head><title>live</title><link rel="icon" href="data:,">
<meta name="cha-live" content="/live?topics={token}{after}">
<script type="importmap">
{{"imports": {{"@hotwired/turbo": "/turbo.js", "@hotwired/stimulus": "/stimulus.js"}}}}</script>
<script type="module" src="/cha.js"></script></head><body><ul id="list"></ul><p id="made">{made}</p></body></html>"""

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM.exists(), reason="wants Chromium")]


class Shop:
    """Pages `/TOPIC` that listen to their topic, the built scripts and the hub, on one port.

    With `after` they say that they were made then, and are the same to the last character.
    """

    def __init__(self) -> None:
        self.hub = Hub()
        self.live = LiveApp(self.hub)
        self.holds = False
        self.made = 0
        self.after = ""
        self.tokens: dict[str, str] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.hub.loop = asyncio.get_running_loop()
        if scope["path"] == "/live":
            held = self.holds and not parse_qs(scope["query_string"].decode()).get("poll")
            await (asyncio.sleep(30) if held else self.live(scope, receive, send))
            return
        kind, body = self._file(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
        await send({"type": "http.response.body", "body": body})

    def _file(self, path: str) -> tuple[bytes, bytes]:
        if path.endswith(".js"):
            return b"text/javascript", (assets.BUILT / path.lstrip("/")).read_bytes()
        self.made += 1
        token = self.tokens.setdefault(path, tokens.sign([path.lstrip("/")], "member:1"))
        after = f"&after={self.after}" if self.after else ""
        return b"text/html; charset=utf-8", PAGE.format(token=token, after=after, made=self.made).encode()

    def append(self, topic: str, words: str) -> None:
        stream = f'<turbo-stream action="append" target="list"><template><li>{words}</li></template></turbo-stream>'
        self.hub.publish_from_thread(topic, stream)


@pytest.fixture
def shop(port: int) -> Iterator[tuple[Shop, str]]:
    shop = Shop()
    config = uvicorn.Config(shop, port=port, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield shop, f"http://127.0.0.1:{port}"
    server.should_exit = True
    shop.hub.close()
    thread.join(5)


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, shop: tuple[Shop, str]) -> Iterator[Any]:
    """Open a tab of one browser on a topic's page."""
    context = browser.new_context()

    def page(topic: str) -> Page:
        tab = context.new_page()
        tab.goto(f"{shop[1]}/{topic}")
        return tab

    yield page
    context.close()


def wait_for(found: Any) -> None:
    for _ in range(100):
        if found():
            return
        threading.Event().wait(0.1)
    raise AssertionError("it did not come to pass in ten seconds")


def listening(shop: Shop) -> set[str]:
    return {topic for slot in shop.hub._slots for subscriber in slot for topic in subscriber.topics}


def test_what_is_published_arrives_in_the_page(shop: tuple[Shop, str], opened: Any) -> None:
    page = opened("queue")
    wait_for(lambda: listening(shop[0]) == {"queue"})
    shop[0].append("queue", "Adaeze wrote")
    expect(page.locator("#list li")).to_have_text("Adaeze wrote")


def test_all_tabs_of_a_browser_share_one_stream_and_the_next_leads_when_the_first_goes(
    shop: tuple[Shop, str], opened: Any
) -> None:
    first, second = opened("queue"), opened("conversation")
    wait_for(lambda: listening(shop[0]) == {"queue", "conversation"} and len(shop[0].hub) == 1)
    shop[0].append("conversation", "A reply")
    expect(second.locator("#list li")).to_have_text("A reply")
    first.close()
    wait_for(lambda: listening(shop[0]) == {"conversation"} and len(shop[0].hub) == 1)
    shop[0].append("conversation", "Another")
    expect(second.locator("#list li").last).to_have_text("Another")


def test_what_was_told_to_the_page_before_is_told_to_one_that_was_made_earlier(
    shop: tuple[Shop, str], opened: Any
) -> None:
    shop[0].after = shop[0].hub.position
    page = opened("queue")
    wait_for(lambda: listening(shop[0]) == {"queue"})
    shop[0].append("queue", "Adaeze wrote")
    expect(page.locator("#list li")).to_have_text("Adaeze wrote")
    page.evaluate("Turbo.visit('/queue')")
    expect(page.locator("#made")).to_have_text("2")
    expect(page.locator("#list li")).to_have_text("Adaeze wrote")


def test_what_a_tab_that_knows_less_brings_back_is_told_to_that_tab_alone(shop: tuple[Shop, str], opened: Any) -> None:
    shop[0].after = shop[0].hub.position
    first = opened("queue")
    wait_for(lambda: listening(shop[0]) == {"queue"})
    shop[0].append("queue", "Adaeze wrote")
    expect(first.locator("#list li")).to_have_text("Adaeze wrote")
    second = opened("conversation")
    wait_for(lambda: listening(shop[0]) == {"queue", "conversation"})
    shop[0].append("queue", "Bram wrote")
    expect(second.locator("#list li")).to_have_text(["Adaeze wrote", "Bram wrote"])
    expect(first.locator("#list li")).to_have_text(["Adaeze wrote", "Bram wrote"])


def test_a_refresh_fetches_the_page_again(shop: tuple[Shop, str], opened: Any) -> None:
    page = opened("queue")
    wait_for(lambda: listening(shop[0]) == {"queue"})
    shop[0].hub.publish_from_thread("queue", "", "refresh")
    expect(page.locator("#made")).to_have_text("2")


def test_where_a_stream_is_held_back_the_page_asks_again_and_again(shop: tuple[Shop, str], opened: Any) -> None:
    shop[0].holds = True
    page = opened("queue")
    wait_for(lambda: listening(shop[0]) == {"queue"})
    shop[0].append("queue", "By polling")
    expect(page.locator("#list li")).to_have_text("By polling")
    shop[0].append("queue", "Once more")
    expect(page.locator("#list li").last).to_have_text("Once more")
