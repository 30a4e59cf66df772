"""The main job, on a real server: somebody writes, Cha answers at once, a member puts it right, they say so.

Real SMTP in and out, a real browser for the member, and one without JavaScript for the person.
"""

from __future__ import annotations

import re
import time
from email.message import Message as Mail

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes.install import ADDRESS, Install, Serving, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
ADAEZE = "adaeze@nwosu.example"


def sign_in(browser: Browser, install: Install, base: str) -> Page:
    """Maartje comes in by the link that the command line prints."""
    said = install.cha("member", "add", "maartje@juniperlane.example", "--name", "Maartje de Wit", "--role", "owner")
    path = re.search(r"/in/\S+", said)
    assert path
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(base + path.group())
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))
    return page


def link_in(mail: Mail) -> str:
    """The private link in a mail."""
    text = mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    found = re.search(r"https?://\S+/w/\S+", text)
    assert found, text
    return found.group()


def text_of(mail: Mail) -> str:
    return str(mail.get_body(("plain",)).get_content())  # type: ignore[attr-defined]


@pytest.mark.postgres_journey
def test_from_the_first_mail_to_put_right(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        member = sign_in(browser, install, base)
        expect(member.get_by_text("Nobody is waiting").first).to_be_visible()

        # Somebody writes: acknowledged within a second, on real SMTP both ways.
        began = time.monotonic()
        send(mail_port, raw_mail("My order 2291 came in peach, not white.", subject="Peach, not white"))
        wait_until(lambda: sink.mails_to(ADAEZE), 10)
        took = time.monotonic() - began
        acknowledgement = sink.mails_to(ADAEZE)[0]
        assert took < 5, "within a second on a machine with nothing else to do"
        assert acknowledgement["Auto-Submitted"] == "auto-replied"
        assert "2291" in text_of(acknowledgement)

        # They appear at the top of the queue without a reload.
        row = member.locator(".need", has_text="Adaeze Nwosu")
        expect(row).to_be_visible(timeout=10_000)
        row.click()
        expect(member.locator("#conversation")).to_contain_text("came in peach")

        # A member answers; it lands threaded.
        member.locator("textarea[name=body]").fill("Adaeze, it is me: Maartje. White for all twelve, by Friday.")
        member.get_by_role("button", name=re.compile("^Send to")).click()
        expect(member.locator("#conversation [id^=thread-]")).to_contain_text("White for all twelve")
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > 1, 30)
        reply = sink.mails_to(ADAEZE)[1]
        assert reply["In-Reply-To"]
        assert acknowledgement["Message-ID"] in reply["References"]
        assert "White for all twelve" in text_of(reply)

        # The person answers on the private page, without JavaScript; it appears live.
        phone = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB"
        ).new_page()
        phone.goto(link_in(reply))
        expect(phone.get_by_text("White for all twelve")).to_be_visible()
        phone.locator("textarea").first.fill("Thank you, Maartje. Friday is perfect.")
        phone.get_by_role("button", name=re.compile("^Send")).first.click()
        expect(member.locator("#conversation [id^=thread-]")).to_contain_text("Friday is perfect", timeout=10_000)

        # And from a plain mail client, with the headers dropped, to the signed address.
        send(mail_port, raw_mail("One more thing: no strong scent.", to=reply["Reply-To"], subject="scent"))
        expect(member.locator("#conversation [id^=thread-]")).to_contain_text("no strong scent", timeout=10_000)

        # Put right by us, confirmed by them.
        member.get_by_role("button", name=re.compile("Put right")).first.click()
        phone.goto(link_in(reply))
        phone.get_by_role("button", name=re.compile("Yes, it is|It is put right")).first.click()
        said = wait_for_state(install, "confirmed")
        assert said
        member.context.close()
        phone.context.close()


def wait_for_state(install: Install, state: str) -> bool:
    """Whether the one conversation comes to be in a state."""
    wait_until(lambda: "Adaeze" in install.cha("conversations", "--state", state), 15)
    return True


def test_a_restart_of_the_server_loses_no_news(browser: Browser, install: Install, sink: Sink) -> None:
    """Eight tabs are open; the server goes away, mail comes in meanwhile by the command line, the server comes back."""
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    words = ("--port", str(port), "--mail-port", str(mail_port))
    with install.serve(*words) as serving:
        first = sign_in(browser, install, base)
        tabs = [first, *(first.context.new_page() for _ in range(7))]
        for tab in tabs[1:]:
            tab.goto(f"{base}/now")
        send(mail_port, raw_mail("Before.", sender="Before <before@x.example>"))
        for tab in tabs:
            expect(tab.locator(".need", has_text="Before")).to_be_visible(timeout=15_000)
        stop(serving)
    letter = install.folder / "letter.eml"
    letter.write_bytes(raw_mail("Meanwhile.", sender="Meanwhile <meanwhile@x.example>", to=ADDRESS))
    install.cha("mail", "read", str(letter), "--now")
    with install.serve(*words):
        for tab in tabs:
            expect(tab.locator(".need", has_text="Meanwhile")).to_be_visible(timeout=40_000)
        send(mail_port, raw_mail("After.", sender="After <after@x.example>"))
        for tab in tabs:
            expect(tab.locator(".need", has_text="After")).to_be_visible(timeout=40_000)
        first.context.close()


def stop(serving: Serving) -> None:
    """kill -9: nothing is said to the browsers."""
    serving.kill()
