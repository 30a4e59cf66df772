"""Quick hands on a slow network: what is pressed last is where it leads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.opening import one_open
from tests.processes.install import Install, Sink

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def hold(page: Page, address: str) -> Callable[[], None]:
    """Keep what is asked for at an address on its way until the function is called; then the page goes on a moment."""
    held: list[Route] = []
    page.route(re.compile(address), lambda route: held.append(route))

    def let_go() -> None:
        while not held:
            page.wait_for_timeout(20)
        held.pop().continue_()
        page.unroute(re.compile(address))
        page.wait_for_timeout(600)

    return let_go


def test_a_frame_that_comes_late_calls_nobody_back(browser: Browser, install: Install, sink: Sink) -> None:
    with one_open(browser, install, sink, "My order 2291 came in peach.") as desk:
        page, here, there = desk.member, rf"/now/{desk.id}$", r"/people/[0-9a-z]+$"
        row, person = page.locator("a.need").first, page.locator("aside a[href*='/people/']").first
        expect(person).to_be_visible()
        frame_comes, page_comes = hold(page, here), hold(page, there)
        row.click(no_wait_after=True)
        person.click(no_wait_after=True)
        frame_comes()
        page_comes()
        expect(page).to_have_url(re.compile(there))

        # The other way round: the row was pressed last.
        page.goto(f"{desk.base}/now/{desk.id}")
        expect(person).to_be_visible()
        frame_comes, page_comes = hold(page, here), hold(page, there)
        person.click(no_wait_after=True)
        row.click(no_wait_after=True)
        frame_comes()
        page_comes()
        expect(page).to_have_url(re.compile(here))
