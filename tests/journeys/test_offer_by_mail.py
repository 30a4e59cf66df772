"""An offer, all the way: put by mail, chosen on a phone without JavaScript, given, and said back in writing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_main_job import ADAEZE, link_in, text_of
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
HUDA = "huda@haddad.example"


def offers(install: Install, *words: str) -> str:
    ran = install.python("make_offer.py", *words)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_an_offer_is_chosen_from_on_a_phone_and_by_a_number(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        install.cha("member", "add", "maartje@juniperlane.example", "--name", "Maartje de Wit", "--role", "owner")
        send(mail_port, raw_mail("My order 2291 came in peach, not white.", subject="Peach, not white"))
        wait_until(lambda: sink.mails_to(ADAEZE), 20)
        offers(install, "Adaeze Nwosu")
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > 1, 30)
        put = sink.mails_to(ADAEZE)[-1]
        assert put["Subject"] == "Two ways to put it right, yours to choose"
        links = re.findall(r"https?://\S+/o/\S+", text_of(put))
        assert [link[-2:] for link in links] == ["/1", "/2"]

        # The button of a mail opens a page that asks once more, and a second tab shows all the ways.
        context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB")
        phone, tab = context.new_page(), context.new_page()
        phone.goto(links[0])
        expect(phone.get_by_text("Nothing is chosen until you press the button.")).to_be_visible()
        tab.goto(links[0][:-2])
        expect(tab.get_by_role("radio", checked=True)).to_have_count(0)
        phone.get_by_role("button", name="Yes, choose this").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("You chose: All twelve again, in white")

        # So that it stands in writing, with the way to choose again.
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > 2, 30)
        said = sink.mails_to(ADAEZE)[-1]
        assert said["Subject"] == "You chose: All twelve again, in white"
        assert "[done] You chose" in text_of(said)
        assert links[0][:-2] in text_of(said)

        # The other tab is told kindly, and asked once more before anything changes.
        tab.locator(".option", has_text="half back").click()
        tab.get_by_role("button", name="Choose this").click()
        expect(tab.get_by_role("alert").first).to_contain_text("“All twelve again, in white” is chosen already.")
        expect(tab.get_by_role("button", name="Yes, this one instead")).to_be_visible()
        assert "decided replacement" in offers(install, "--given")

        # It is given: the page says so, and minds are changed no more.
        offers(install, "--finish")
        phone.goto(link_in(sink.mails_to(ADAEZE)[0]))
        expect(phone.locator("#given")).to_contain_text("All twelve again, in white")
        expect(phone.locator("#given")).to_contain_text("Done,")
        expect(phone.get_by_text("It is under way, so that it can no longer be changed here.")).to_be_visible()

        # Somebody else answers the mail with a number.
        raw = raw_mail("Mine came in peach, too.", sender=f"Huda Haddad <{HUDA}>", subject="Peach")
        send(mail_port, raw, HUDA)
        wait_until(lambda: sink.mails_to(HUDA), 20)
        offers(install, "Huda Haddad")
        wait_until(lambda: len(sink.mails_to(HUDA)) > 1, 30)
        put = sink.mails_to(HUDA)[-1]
        answer = raw_mail(
            "2 please\r\n\r\n> 1  All twelve again, in white",
            sender=f"Huda Haddad <{HUDA}>",
            subject=f"Re: {put['Subject']}",
            to=str(put["Reply-To"] or put["From"]),
            in_reply_to=str(put["Message-ID"]),
            references=str(put["Message-ID"]),
        )
        send(mail_port, answer, HUDA)
        wait_until(lambda: any("You chose: White" in str(mail["Subject"]) for mail in sink.mails_to(HUDA)), 30)
        assert "decided refund" in offers(install, "--given")
        context.close()
