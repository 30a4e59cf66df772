"""The board by keys: what is promised elsewhere appears, a new one is made, one is kept and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_main_job import ADAEZE, sign_in
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def test_a_day_on_the_board(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        member = sign_in(browser, install, base)
        member.keyboard.press("g")
        member.keyboard.press("p")
        expect(member.get_by_text("Nothing is promised")).to_be_visible()

        # What the acknowledgement promises appears by itself.
        before = len(sink.mails_to(ADAEZE))
        send(mail_port, raw_mail("My order 2291 came in peach, not white.", subject="Peach, not white"))
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > before, 10)
        cards = member.locator(".vow, .headsup")
        expect(cards).to_have_count(1, timeout=10_000)
        expect(cards).to_contain_text("An answer: Peach, not white")

        # A new one: whom, what, by when.
        member.keyboard.press("p")
        dialog = member.locator("#act-dialog")
        dialog.get_by_role("link", name=re.compile("Adaeze")).click()
        dialog.get_by_label("What", exact=True).fill("A call from one person")
        dialog.get_by_role("button", name=re.compile("^Promise")).last.click()
        expect(dialog).to_be_hidden()
        call = member.locator(".vow", has_text="A call from one person")
        expect(call).to_be_visible(timeout=10_000)

        # Keys go from card to card; Kept is one press, and can be taken back.
        member.keyboard.press("j")
        expect(member.locator(":focus")).to_have_text("Adaeze Nwosu")
        call.get_by_role("button", name="Kept").click()
        expect(member.get_by_text("Kept: Adaeze")).to_be_visible()
        expect(call).to_have_count(0)
        expect(member.locator(".keeping")).to_contain_text("1 of 1")
        member.get_by_role("button", name="Undo").click()
        expect(call).to_be_visible()
