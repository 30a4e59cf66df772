"""Our controllers in a real browser, on the pattern page."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ROW = '<li id="{id}" data-care="{care}"><a class="need" href="#" data-list-target="row">{words}</a></li>'

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="wants Chromium"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this file."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop of its own in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(live_server: Any, browser: Browser) -> Iterator[Page]:
    """The pattern page, open, with a note of everything that went wrong in it."""
    with override_settings(DEBUG=True):
        page = browser.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{live_server.url}/patterns")
        expect(page.locator("time[data-until]").first).to_contain_text("left")
        yield page
        page.close()
    assert wrong == []


def place(page: Page, row_id: str, care: int, words: str = "New", target: str = "p-queue") -> None:
    row = ROW.format(id=row_id, care=care, words=words)
    stream = f'<turbo-stream action="place" target="{target}"><template>{row}</template></turbo-stream>'
    page.evaluate("stream => import('@hotwired/turbo').then(turbo => turbo.renderStreamMessage(stream))", stream)


def ids(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('#p-queue > li')].map(row => row.id)")
    return found


def test_j_and_k_go_through_the_rows_and_rest_while_one_types(page: Page) -> None:
    page.keyboard.press("j")
    expect(page.locator("#p-2 a")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#p-1 a")).to_be_focused()
    page.locator("#f-by-when").focus()
    page.keyboard.press("j")
    expect(page.locator("#f-by-when")).to_be_focused()


def test_a_question_mark_shows_the_keys_and_escape_shuts_them(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_n_turns_to_a_note_and_r_back_to_a_reply(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator("[name=kind][value=note]").last).to_be_checked()
    expect(page.locator("#p-reply")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("[name=kind][value=reply]").last).to_be_checked()


def test_two_keys_lead_to_a_place(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/patterns#promises")


def test_a_row_that_arrives_is_placed_by_care_and_replaces_its_older_self(page: Page) -> None:
    place(page, "p-9", 2)
    place(page, "p-3", 0)
    expect(page.locator("#p-queue > li").first).to_have_id("p-3")
    expect(page.locator("#p-9")).to_be_visible()
    assert ids(page) == ["p-3", "p-1", "p-2", "p-9"]


def test_the_row_under_the_pointer_stays_where_it_is(page: Page) -> None:
    page.set_viewport_size({"width": 900, "height": 500})
    row = page.locator("#p-3")
    row.hover()
    before = row.bounding_box()
    place(page, "p-9", 0)
    page.wait_for_selector("#p-9")
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 1


def test_a_row_whose_list_is_not_shown_goes(page: Page) -> None:
    place(page, "p-2", 1, target="elsewhere")
    page.wait_for_selector("#p-2", state="detached")
    assert ids(page) == ["p-1", "p-3"]


def test_a_saved_reply_is_found_by_its_words_and_put_into_the_text(page: Page) -> None:
    page.locator("#p-reply").fill("")
    page.get_by_role("button", name="Saved replies").click()
    page.locator("#p-find").fill("monday")
    expect(page.locator("#p-replies [role=option]:visible")).to_have_count(1)
    page.locator("#p-find").press("Enter")
    expect(page.locator("#p-reply")).to_have_value("We are here from Monday to Saturday, 08:30 to 18:30.")


def test_the_theme_is_turned_and_kept(page: Page) -> None:
    page.get_by_role("button", name="Light or dark").last.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_losing_the_network_is_said_and_unsaid(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".offline")).to_have_count(0)
