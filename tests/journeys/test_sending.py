"""From the composer on a real server: later by a dialog, and a supplier whose answer comes back by real mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.opening import one_open
from tests.journeys.test_main_job import ADAEZE, sign_in, text_of
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
SIEN = "sien@kwekerij.example"


def test_a_draft_on_a_slow_way_does_not_come_back_after_what_was_sent(
    browser: Browser, install: Install, sink: Sink
) -> None:
    with one_open(browser, install, sink, "It came in peach.") as desk:
        page, held = desk.member, list[Route]()
        page.route(re.compile("/draft$"), lambda route: held.append(route))
        page.locator("#reply").press_sequentially("How are the white ones?")
        while not held:
            page.wait_for_timeout(20)
        page.locator("#reply").press("Control+Enter")
        page.wait_for_timeout(700)
        while held:
            held.pop(0).continue_()
        page.unroute(re.compile("/draft$"))
        expect(page.locator("ol[id^=thread-]")).to_contain_text("How are the white ones?")
        page.wait_for_timeout(700)
        page.reload()
        expect(page.locator("ol[id^=thread-]")).to_contain_text("How are the white ones?")
        expect(page.locator("#reply")).to_have_value("")


def test_an_answer_for_later_and_a_supplier_who_answers(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        member = sign_in(browser, install, base)
        send(mail_port, raw_mail("It came in peach.", subject="Peach"))
        member.get_by_role("link", name=re.compile("Adaeze")).first.click()
        words = member.locator("#reply")
        expect(words).to_be_visible()

        # Later: the dialog takes along what stands in the composer; it is sent now, after all.
        words.fill("How are the white ones?")
        member.get_by_role("button", name="Send later").first.click()
        member.locator("#act-dialog .promised__goes button").click()
        waiting = member.locator(".entry--later")
        expect(waiting).to_contain_text("How are the white ones?")
        expect(words).to_have_value("")
        waiting.get_by_role("button", name="Send now").click()
        expect(waiting).to_have_count(0)
        wait_until(lambda: any("white ones" in text_of(mail) for mail in sink.mails_to(ADAEZE)), 15)

        # A supplier is asked by one key, and answers from any mail program.
        member.locator("#story").focus()
        member.keyboard.press("f")
        member.locator("#act-dialog [name=to]").fill(SIEN)
        member.locator("#act-dialog [name=body]").fill("Forty white peonies?")
        member.locator("#act-dialog .wrapfoot button").click()
        expect(member.locator(".entry--side")).to_contain_text("Forty white peonies?")
        wait_until(lambda: sink.mails_to(SIEN), 20)
        asked = sink.mails_to(SIEN)[0]
        to = str(asked["Reply-To"])
        send(mail_port, raw_mail("Forty, tomorrow.", sender=f"Sien <{SIEN}>", to=to), sender=SIEN)
        expect(member.locator(".entry--side", has_text="Forty, tomorrow.")).to_contain_text("new")
        assert not any("Forty" in text_of(mail) for mail in sink.mails_to(ADAEZE))
