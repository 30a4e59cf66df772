"""What is promised may slip: said before it does, apologised for when it did, kept by a colleague when one is ill."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_main_job import ADAEZE, link_in, sign_in, text_of
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
HUDA = "huda@haddad.example"


def passes(install: Install, *words: str) -> None:
    ran = install.python("time_passes.py", *words)
    assert ran.returncode == 0, ran.stderr


def opened(member: Page, base: str, name: str) -> None:
    member.goto(f"{base}/now")
    member.locator(".need", has_text=name).first.click()
    expect(member.locator("#conversation")).to_contain_text(name)


def test_said_before_it_slips_kept_broken_and_carried_on(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        member = sign_in(browser, install, base)
        install.cha("member", "add", "tomasz@juniperlane.example", "--name", "Tomasz Zając", "--role", "agent")
        before = len(sink.mails_to(ADAEZE))
        send(mail_port, raw_mail("My order 2291 came in peach, not white.", subject="Peach, not white"))
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > before, 10)

        # At risk: the words wait, and one press sends them.
        passes(install, "risk")
        opened(member, base, "Adaeze Nwosu")
        slips = member.locator("form.slips")
        expect(slips).to_contain_text("Tell Adaeze before they have to ask", timeout=10_000)
        slips.get_by_text("Tell Adaeze").click()
        expect(slips).to_contain_text("We promised you an answer")
        slips.get_by_role("button", name=re.compile("^Send to Adaeze")).click()
        expect(member.locator("#conversation [id^=thread-]")).to_contain_text("we would rather tell you now")
        expect(member.locator("form.slips")).to_have_count(0)
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > before + 1, 30)
        told = sink.mails_to(ADAEZE)[-1]
        assert "It takes longer than that" in " ".join(text_of(told).split())

        # Their page says the new time, and that they were told.
        context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB")
        phone = context.new_page()
        phone.goto(link_in(told))
        expect(phone.get_by_text("It takes longer, and we told you so.")).to_be_visible()

        # The answer keeps it.
        member.locator("textarea[name=body]").fill("White for all twelve, by Friday.")
        member.get_by_role("button", name=re.compile("^Send to Adaeze")).click()
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > before + 2, 30)
        phone.reload()
        expect(phone.get_by_text("It takes longer, and we told you so.")).to_have_count(0)

        # Another one breaks: the apology waits with a new time.
        raw = raw_mail("Where is the vase?", sender=f"Huda Haddad <{HUDA}>", subject="The vase")
        send(mail_port, raw, HUDA)
        wait_until(lambda: sink.mails_to(HUDA), 10)
        passes(install, "due")
        opened(member, base, "Huda Haddad")
        expect(slips).to_contain_text("We broke a promise: words are drafted", timeout=10_000)
        slips.get_by_role("button", name=re.compile("^Send to Huda")).click()
        wait_until(lambda: len(sink.mails_to(HUDA)) > 1, 30)
        sorry = sink.mails_to(HUDA)[-1]
        assert "you did not get it. We are sorry." in " ".join(text_of(sorry).split())
        phone.goto(link_in(sorry))
        expect(phone.locator(".vouch")).to_contain_text("Maartje answers you")

        # Maartje is ill: Tomasz answers, by when it was said.
        passes(install, "away", "maartje@juniperlane.example")

        def moved() -> bool:
            phone.reload()
            return "Tomasz answers you" in phone.locator(".vouch").inner_text()

        wait_until(moved, 20)
        context.close()
        member.context.close()
