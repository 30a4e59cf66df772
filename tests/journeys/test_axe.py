"""Every page, in both themes, at both widths: axe finds nothing, nothing overflows, the console is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.processes.install import Install, free_port, plain_environ

pytestmark = [pytest.mark.journey, pytest.mark.processes]

AXE = files("axe_core_python").joinpath("axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
MEMBERS = [
    "/now", "/now/why", "/conversations", "/conversations?group=team&q=mood:upset", "/conversations?view=trash",
    "/conversations/views/new", "/settings/blocked", "/people", "/search?q=white", "/search?q=nothingatall",
    "/failures", "/promises", "/promises/new", "/promises/day", "/promises/calendar", "/wall", "/settings/promises",
    "/for-you", "/for-you?show=all", "/settings/channels", "/settings/channels/new", "/settings/business",
    "/settings/hours", "/settings/team", "/settings/replies", "/settings/replies/new",
    "/settings/fields", "/settings/fields/new", "/settings/macros", "/settings/macros/new", "/account",
    "/account/sessions", "/account/2fa/webauthn/add/", "/account/2fa/totp/activate/", "/settings/roles/new",
    "/approvals", "/approvals?show=decided", "/given", "/given?by=why", "/guides", "/guides/new", "/complaints",
    "/policy", "/settings/policy", "/settings/policy/versions", "/settings/policy/lines/new", "/settings/connectors",
    "/settings/connectors/new/stripe", "/counter", "/patterns", "/patterns/customer", "/nowhere",
]  # fmt: skip
# Of one conversation: what opens over it is a page of its own without script.
WITHIN = [
    "person", "trail", "assignment", "later", "passing-on", "asking-outside", "resending", "snoozing", "tags", "fields",
    "topic", "promises", "saved-replies", "macros", "one-story", "splitting", "links", "checklist", "offer", "giving",
    "guide", "hard-words", "complaint", "no", "bringing-in",
]  # fmt: skip
CUSTOMERS = [
    "/write/juniper-lane",
    "/write/juniper-lane/embed",
    "/mine",
    "/mailbox",
    "/demo/payments",
    "/account/login/",
]
SIZES = [(1440, 900), (390, 844)]


class Demo:
    """The demo, served, with the owner's session kept in a file."""

    def __init__(self, base: str, state: Path, more: list[str], private: str) -> None:
        self.base, self.state, self.more, self.private = base, state, more, private


@pytest.fixture(scope="module")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    base = f"http://localhost:{port}"
    install = Install(folder, plain_environ() | {"CHA_DATA": str(folder / "data"), "CHA_URL": base})
    words = ("--demo", "--port", str(port), "--mail-port", str(free_port()), "--demo-mail-port", "0")
    with install.serve(*words) as serving:
        link = next(
            found.group() for line in serving.said if "owner" in line and (found := re.search(r"/in/\S+", line))
        )
        page = browser.new_context().new_page()
        page.goto(base + link)
        page.get_by_role("button", name=re.compile("Come in")).click()
        page.wait_for_url(re.compile("/now"))
        state = folder / "state.json"
        page.context.storage_state(path=state)
        row = page.locator("a.need").first.get_attribute("href") or ""
        page.goto(base + row + "/person")
        person = page.locator('a[href^="/people/"]').first.get_attribute("href") or ""
        page.goto(base + "/mailbox")
        letter = page.frame_locator("iframe").first.locator('a[href*="/w/"]').first.get_attribute("href") or ""
        page.context.close()
        yield Demo(base, state, [row, person, *[f"{row}/{one}" for one in WITHIN]], letter)


def findings(page: Page) -> list[str]:
    """What axe finds on a page, in a line each: every rule by day, and by night the one that colours can break."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run({{runOnly: {RULES}, preload: false}})")["violations"]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    night = page.evaluate("axe.run({runOnly: ['color-contrast'], preload: false})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in [*found, *night]]


def looked_at(context: BrowserContext, address: str) -> list[str]:
    """Everything that is wrong with a page."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"error: {error}"))
    page.on("console", lambda said: errors.append(f"console: {said.text}") if said.type == "error" else None)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(60)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    wrong = findings(page) + ([f"{over} px too wide"] if over > 0 else [])
    page.close()
    # A page that is meant to be missing says so in the console, too.
    return wrong + [error for error in errors if not ("nowhere" in address and "404" in error)]


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_every_page_is_for_everybody(browser: Browser, demo: Demo, size: tuple[int, int]) -> None:
    wide, high = size
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        color_scheme="light",
        reduced_motion="reduce",
        storage_state=demo.state,
    )
    wrong = {}
    for address in [
        *MEMBERS,
        *demo.more,
        *CUSTOMERS,
        demo.private,
        *(f"{demo.private}/{one}" for one in ("put-right", "complaint")),
    ]:
        found = looked_at(context, address if "://" in address else demo.base + address)
        if found:
            wrong[address] = found
    context.close()
    assert not wrong
