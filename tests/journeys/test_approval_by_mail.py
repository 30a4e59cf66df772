"""Above the limit: a lead says yes from a mail, on a phone without JavaScript, and the person is told in time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_main_job import ADAEZE, text_of
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
PRIYA = "priya@juniperlane.example"


def stands(install: Install, *words: str) -> str:
    ran = install.python("ask_yes.py", *words)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_a_lead_says_yes_from_the_mail_and_the_person_is_told(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    install.environ["CHA_URL"] = f"http://localhost:{port}"
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        install.cha("member", "add", PRIYA, "--name", "Priya Raman", "--role", "owner")
        install.cha("member", "add", "maartje@juniperlane.example", "--name", "Maartje de Wit", "--role", "agent")
        send(mail_port, raw_mail("My order 2291 came in peach, not white.", subject="Peach, not white"))
        wait_until(lambda: sink.mails_to(ADAEZE), 30)

        # It is above what Maartje decides alone: Priya is asked, and Adaeze is told who decides, and by when she hears.
        assert stands(install, "--ask") == "open - open -"
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > 1 and sink.mails_to(PRIYA), 40)
        assert "Priya decides it with me. You hear from me" in " ".join(text_of(sink.mails_to(ADAEZE)[-1]).split())
        asked = sink.mails_to(PRIYA)[-1]
        assert "€372" in str(asked["Subject"])
        link = re.findall(r"https?://\S+/yes/[0-9a-z-]+", text_of(asked))[0]

        # The link decides nothing, however it is opened; the button does.
        context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB")
        phone = context.new_page()
        phone.goto(f"{link}?a=yes")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Yes to €372?")
        expect(phone.get_by_text("She told three of us “white”.")).to_be_visible()
        assert stands(install) == "open - open -"
        phone.get_by_role("button", name="Yes to €372").click()
        expect(phone.get_by_role("heading", level=1)).to_contain_text("You said yes")
        assert stands(install) == "yes mail open decided refund 37200"

        # Used once: the same link says how it stands, and nothing is given twice.
        phone.goto(link)
        expect(phone.get_by_role("button", name="Yes to €372")).to_have_count(0)

        # Maartje tells her, and what was promised is kept.
        stands(install, "--answer")
        wait_until(lambda: "all of it back" in text_of(sink.mails_to(ADAEZE)[-1]), 40)
        wait_until(lambda: stands(install) == "yes mail kept decided refund 37200", 60)
        context.close()
