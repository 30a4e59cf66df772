"""The long list on the keyboard alone: choose from here to there, give, undo; and the next rows as one goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes.install import Install, free_port, plain_environ

pytestmark = [pytest.mark.journey, pytest.mark.processes]


@pytest.fixture
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The demo's owner, signed in, at the long list."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    base = f"http://localhost:{port}"
    install = Install(folder, plain_environ() | {"CHA_DATA": str(folder / "data"), "CHA_URL": base})
    words = ("--demo", "--port", str(port), "--mail-port", str(free_port()), "--demo-mail-port", "0")
    with install.serve(*words) as serving:
        links = (re.search(r"/in/\S+", line) for line in serving.said if "owner" in line)
        link = next(found.group() for found in links if found)
        page = browser.new_context().new_page()
        page.goto(base + link)
        page.get_by_role("button", name=re.compile("Come in")).click()
        page.wait_for_url(re.compile("/now"))
        page.goto(base + "/conversations?view=all")
        expect(page.locator("#crowd")).to_be_visible()
        yield page
        page.context.close()


def test_choose_give_and_undo_by_keys(desk: Page) -> None:
    lines = desk.locator('tr[id^="line-"]')
    before = lines.nth(2).locator(".c-with").text_content() or ""
    for key in ("j", "j", "x", "j", "j", "Shift+X"):
        desk.keyboard.press(key)
    expect(desk.locator('[name="pick"]:checked')).to_have_count(3)
    expect(desk.locator(".chosen__bar b")).to_have_text("3 chosen")
    desk.keyboard.press("a")
    dialog = desk.locator("dialog[open]")
    expect(dialog.get_by_role("heading")).to_have_text("Who looks after 3 people?")
    dialog.get_by_text("Nobody in particular").click()
    dialog.get_by_role("button", name="Assign").click()
    expect(desk.locator("#did")).to_contain_text("3 assigned to nobody")
    expect(lines.nth(2).locator(".c-with")).to_have_text("nobody yet")
    desk.keyboard.press("z")
    expect(desk.locator("#did")).to_contain_text("3 taken back")
    expect(lines.nth(2).locator(".c-with")).to_have_text(before)


def test_a_filter_is_opened_by_a_key_and_comes_off(desk: Page) -> None:
    desk.keyboard.press("f")
    desk.locator(".narrowing").get_by_role("link", name="upset", exact=True).click()
    chip = desk.get_by_role("link", name="Take off: Feels upset")
    expect(chip).to_be_visible()
    chip.click()
    expect(desk.locator(".chip[data-on]")).to_have_count(0)
