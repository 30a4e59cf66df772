"""Nobody asks again, on a real server: pointed out as one writes, and used; words that are marked are kept."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_main_job import ADAEZE, sign_in
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def test_what_was_told_is_used_and_not_asked_again(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        member = sign_in(browser, install, base)
        before = len(sink.mails_to(ADAEZE))
        send(mail_port, raw_mail("My order 2291 is late. The room is peach."))
        wait_until(lambda: len(sink.mails_to(ADAEZE)) == before + 1, 20)
        one = json.loads(install.cha("conversations", "--state", "ours", "--json"))[0]["id"]
        member.goto(f"{base}/now/{one}")

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
