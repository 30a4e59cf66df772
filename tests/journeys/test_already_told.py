"""Nobody asks again, on a real server: pointed out as one writes, and used; words that are marked are kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.opening import one_open
from tests.processes.install import Install, Sink

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def test_what_was_told_is_used_and_not_asked_again(browser: Browser, install: Install, sink: Sink) -> None:
    with one_open(browser, install, sink, "My order 2291 is late. The room is peach.") as opened:
        member = opened.member

        words = member.get_by_label("Your words to")
        words.fill("Dear Adaeze. Could you send me your order number? I look at once.")
        told = member.locator("#composer .told")
        expect(told).to_contain_text("Order 2291")
        told.get_by_role("button", name="Use it").click()
        expect(words).to_have_value("Dear Adaeze. You told us already: Order 2291. I look at once.")
        expect(told).to_have_count(0)

        member.locator("li.entry .entry__body p", has_text="The room is peach").click(click_count=3)
        member.get_by_role("link", name="Keep these words").click()
        member.get_by_role("dialog").get_by_role("button", name="Keep it").click()
        expect(member.locator(".facts--told")).to_contain_text("The room is peach.")
