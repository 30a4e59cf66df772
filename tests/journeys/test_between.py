"""What happens between a page's making and its listening stands in it a moment later, and is fetched once only."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.journeys.opening import one_open
from tests.journeys.test_chat import answer, desk, opened, said, write
from tests.journeys.test_main_job import sign_in
from tests.processes.install import Install, Sink

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def held(page: Page, address: str, *, made: bool) -> Callable[[], None]:
    """Keep what an address answers on its way until the function is called; `made` is it beforehand, and gets old."""
    route: list[Callable[[], None]] = []

    def hold(one: Route) -> None:
        answer = one.fetch() if made else None
        route.append(lambda: one.fulfill(response=answer) if answer else one.continue_())

    page.route(re.compile(address), hold)

    def let_go() -> None:
        while route:
            route.pop(0)()
        page.unroute(re.compile(address))

    return let_go


def said_elsewhere(page: Page, address: str, words: str) -> None:
    """A note that another tab of nobody's writes: over HTTP alone, so that this page learns of it by the news only."""
    proof = next(one["value"] for one in page.context.cookies() if one["name"] == "cha_csrf")
    form = {"body": words, "once": words, "csrfmiddlewaretoken": proof}
    answer = page.request.post(f"{address}/note", form=form, headers={"Referer": address}, max_redirects=0)
    assert answer.status == 303, answer.text()


def test_what_is_said_while_a_page_is_on_its_way_stands_in_it(browser: Browser, install: Install, sink: Sink) -> None:
    with one_open(browser, install, sink, "My order 2291 came in peach.") as desk:
        page, address = desk.member, f"{desk.base}/now/{desk.id}"
        thread = page.locator("ol[id^=thread-]")
        page.goto(f"{desk.base}/people")

        # Nobody listens to the conversation yet: the stream of this page waits.
        listens = held(page, r"/live\?", made=False)
        page.goto(address)
        expect(thread).to_contain_text("peach")
        said_elsewhere(page, address, "Said before anybody listened.")
        page.wait_for_timeout(300)
        listens()
        expect(thread).to_contain_text("Said before anybody listened.")

        # Somebody listens: it is told to the page that goes, and the one that comes is older.
        comes = held(page, rf"/now/{desk.id}$", made=True)
        page.evaluate("address => Turbo.visit(address)", address)
        page.wait_for_timeout(500)
        said_elsewhere(page, address, "Told to the page that goes.")
        expect(thread).to_contain_text("Told to the page that goes.")
        comes()
        page.wait_for_timeout(1000)
        expect(thread).to_contain_text("Told to the page that goes.")


def test_what_is_answered_while_a_visitor_comes_in_stands_in_their_chat(browser: Browser, install: Install) -> None:
    with desk(install) as shop:
        member, page = sign_in(browser, install, shop.base), shop.visitor(browser.new_context())
        listens = held(page, r"/live\?", made=False)
        page.get_by_role("button", name=re.compile("Ask us")).click()
        write(page, "Is the olive tree safe for a cat?")
        opened(member, "safe for a cat")
        answer(member, "Yes, it is safe.")
        expect(member.locator("ol[id^=thread-]")).to_contain_text("Yes, it is safe.")
        page.wait_for_timeout(6_000)
        expect(said(page, "Yes, it is safe.")).to_have_count(0)
        listens()
        expect(said(page, "Yes, it is safe.")).to_be_visible()


def test_a_page_that_is_opened_is_fetched_once(browser: Browser, install: Install, sink: Sink) -> None:
    with one_open(browser, install, sink, "My order 2291 came in peach.") as desk:
        page, address = desk.member, f"{desk.base}/now/{desk.id}"
        page.goto(f"{desk.base}/people")
        asked: list[str] = []

        def ask(request: Request) -> None:
            if request.resource_type in ("document", "fetch") and request.method == "GET":
                asked.append(request.url)

        page.on("request", ask)
        page.goto(address)
        page.wait_for_timeout(2500)
        assert asked.count(address) == 1, asked
